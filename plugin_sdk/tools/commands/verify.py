"""`gkb verify`: check a package file against public keys; every byte counts."""

import argparse
from pathlib import Path

from plugin_sdk.tools.commands.keys import refusal_of as key_refusal_of
from plugin_sdk.tools.outcome import Outcome
from plugin_sdk.tools.package import keys, signing
from plugin_sdk.tools.package.errors import KeyRefused, PackageRefused
from plugin_sdk.tools.package.files import read_file, refusal_of
from plugin_sdk.tools.package.signing import Role
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Words

NAME = "verify"
HELP = Words(zh="核验 .gkb 文件的签名和完整性", en="check signatures and every byte of a .gkb file")


def arguments(parser: CommandParser) -> None:
    """Which file, against whose keys."""
    parser.add_argument("file", type=Path, help=parser.say(zh=".gkb 文件", en="the .gkb file"))
    for role, zh in (("developer", "开发者公钥文件"), ("reviewer", "审核者公钥文件")):
        parser.add_argument(f"--{role}", type=Path, help=parser.say(zh=zh, en=f"file with the {role}'s public key"))


def run(options: argparse.Namespace) -> Outcome:
    """Without a key nothing is believed, so at least one must be named."""
    try:
        wanted = {role: _public(file) for role, file in _named(options).items()}
        package = signing.verified(read_file(options.file), keys=wanted)
    except KeyRefused as refused:
        raise key_refusal_of(refused) from refused
    except PackageRefused as refused:
        raise refusal_of(refused) from refused
    name, signed = f"{package.manifest.app_id} {package.manifest.version.name}", "、".join(wanted)
    return Outcome(
        said=Words(
            zh=f"完好：{name}，签名有效（{signed}）\n摘要 {package.digest}",
            en=f"sound: {name}, signed by {signed}\ndigest {package.digest}",
        ),
        data={"app": package.manifest.app_id, "version": package.manifest.version.name, "digest": package.digest},
    )


def _named(options: argparse.Namespace) -> dict[Role, Path]:
    named: dict[Role, Path] = {}
    if options.developer:
        named["developer"] = options.developer
    if options.reviewer:
        named["reviewer"] = options.reviewer
    if not named:
        raise KeyRefused("name the key to check with: --developer FILE", zh="请指明用哪个公钥核验：--developer 文件")
    return named


def _public(file: Path) -> bytes:
    try:
        return keys.public_from_pem(file.read_text("ascii"))
    except (OSError, UnicodeDecodeError) as wrong:
        raise KeyRefused(f"{file} cannot be read", zh=f"读不了 {file}") from wrong
