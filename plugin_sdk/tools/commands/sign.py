"""`gkb sign`: put a signature on a package file; the developer's, or the reviewer's beside it."""

import argparse
from pathlib import Path

from plugin_sdk.tools.commands.keys import add_key_file
from plugin_sdk.tools.commands.keys import refusal_of as key_refusal_of
from plugin_sdk.tools.outcome import Outcome
from plugin_sdk.tools.package import ed25519, keys, signing
from plugin_sdk.tools.package.errors import KeyRefused, PackageRefused
from plugin_sdk.tools.package.files import read_file, refusal_of
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Words

NAME = "sign"
HELP = Words(zh="给 .gkb 文件签名", en="sign a .gkb file")


def arguments(parser: CommandParser) -> None:
    """Which file, with which key, as whom."""
    parser.add_argument("file", type=Path, help=parser.say(zh=".gkb 文件", en="the .gkb file"))
    parser.add_argument(
        "--as",
        dest="role",
        choices=("developer", "reviewer"),
        default="developer",
        help=parser.say(zh="身份", en="as whom"),
    )
    add_key_file(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Signs in place; signing again with the same key changes nothing."""
    try:
        private = keys.load(options.key)
        content = signing.signed(read_file(options.file), private, role=options.role)
    except KeyRefused as refused:
        raise key_refusal_of(refused) from refused
    except PackageRefused as refused:
        raise refusal_of(refused) from refused
    options.file.write_bytes(content)
    key_id = ed25519.key_id(ed25519.public_of(private))
    return Outcome(
        said=Words(zh=f"{options.file} 已签名，密钥编号 {key_id}", en=f"{options.file} is signed, key id {key_id}"),
        data={"file": str(options.file), "role": options.role, "keyId": key_id},
    )
