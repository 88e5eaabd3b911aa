"""`gkb keys`: make the key that signs packages, and show its public half for registration."""

import argparse
from pathlib import Path

from plugin_sdk.tools.outcome import Exit, Outcome, Stop
from plugin_sdk.tools.package import ed25519, keys
from plugin_sdk.tools.package.errors import KeyRefused
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Words

NAME = "keys"
HELP = Words(
    zh="生成签名密钥（new），或显示公钥（show）", en="make a signing key (new), or show its public half (show)"
)


def arguments(parser: CommandParser) -> None:
    """What to do, and with which file."""
    parser.add_argument("what", choices=("new", "show"), help=parser.say(zh="生成或显示", en="make or show"))
    add_key_file(parser)


def add_key_file(parser: CommandParser) -> None:
    """The option that names the key file; the same for every command that signs."""
    parser.add_argument(
        "--key",
        type=Path,
        default=keys.default_file(Path.home()),
        help=parser.say(zh="密钥文件（默认 ~/.config/gkb/developer.pem）", en="key file (~/.config/gkb/developer.pem)"),
    )


def run(options: argparse.Namespace) -> Outcome:
    """The public half as PEM; the private half stays in its file."""
    try:
        public = keys.make(options.key) if options.what == "new" else keys.public_pem(_public(options.key))
    except KeyRefused as refused:
        raise refusal_of(refused) from refused
    key_id, beside = ed25519.key_id(keys.public_from_pem(public)), keys.public_file(options.key)
    zh = (
        f"密钥文件：{options.key}（请妥善保管，不要放进项目或代码库）",
        f"公钥，登记时上交：{beside}",
        f"密钥编号：{key_id}",
    )
    en = (
        f"key file: {options.key} (keep it safe, out of the project)",
        f"public half, to hand in: {beside}",
        f"id {key_id}",
    )
    return Outcome(
        said=Words(zh="\n".join((*zh, public.rstrip())), en="\n".join((*en, public.rstrip()))),
        data={"file": str(options.key), "publicFile": str(beside), "keyId": key_id, "publicKey": public},
    )


def refusal_of(refused: KeyRefused) -> Stop:
    """A key that cannot be used is wrong use, said as it is."""
    return Stop(Outcome(code=Exit.WRONG_USE, said=Words(zh=refused.zh, en=str(refused))))


def _public(file: Path) -> bytes:
    return ed25519.public_of(keys.load(file))
