"""A developer's signing key: one file that only its owner can read, and a public half to hand in at registration."""

import base64
import binascii
import os
import stat
from pathlib import Path

from plugin_sdk.tools.package import ed25519
from plugin_sdk.tools.package.errors import KeyRefused

# RFC 8410: the fixed DER in front of the 32 raw bytes, so that `openssl pkey` reads these files, too.
_PRIVATE_DER = bytes.fromhex("302e020100300506032b657004220420")
_PUBLIC_DER = bytes.fromhex("302a300506032b6570032100")


def default_file(home: Path) -> Path:
    """Where the key is kept unless another file is named."""
    return home / ".config" / "gkb" / "developer.pem"


def make(file: Path) -> str:
    """Make a key and return its public half as PEM, which also lies beside it as `.pub`, to be handed in.

    The private half is written so that only its owner can read it.

    Raises:
        KeyRefused: there is a file already; a key that signed something must not be lost by accident.

    """
    private = ed25519.generate()
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as there:
        raise KeyRefused(
            f"{file} is there already; move it away first, or sign with it",
            zh=f"{file} 已存在；请先移走，或直接用它签名",
        ) from there
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(_armour(_PRIVATE_DER + private, "PRIVATE KEY"))
    public = public_pem(ed25519.public_of(private))
    public_file(file).write_text(public, "ascii")
    return public


def public_file(file: Path) -> Path:
    """Where the public half of a key file lies."""
    return file.with_suffix(".pub")


def load(file: Path) -> bytes:
    """The private key in a file.

    Raises:
        KeyRefused: no such file, others can read it, or it holds no Ed25519 key.

    """
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
        text = file.read_text("ascii")
    except (OSError, UnicodeDecodeError) as wrong:
        raise KeyRefused(
            f"{file} cannot be read; make a key with `gkb keys new`", zh=f"读不了 {file}；可用 `gkb keys new` 生成"
        ) from wrong
    if os.name == "posix" and mode & 0o077:
        raise KeyRefused(
            f"others can read {file}; do `chmod 600 {file}`, and make a new key if they may have",
            zh=f"其他用户可以读 {file}；请执行 `chmod 600 {file}`，如可能已泄露请重新生成",
        )
    return _raw(text, "PRIVATE KEY", _PRIVATE_DER, file.name)


def public_pem(public: bytes) -> str:
    """The public half as text."""
    return _armour(_PUBLIC_DER + public, "PUBLIC KEY")


def public_from_pem(text: str) -> bytes:
    """The public half out of its text; KeyRefused when it is none."""
    return _raw(text, "PUBLIC KEY", _PUBLIC_DER, "PEM")


def _armour(der: bytes, label: str) -> str:
    return f"-----BEGIN {label}-----\n{base64.b64encode(der).decode()}\n-----END {label}-----\n"


def _raw(text: str, label: str, prefix: bytes, name: str) -> bytes:
    lines = text.strip().splitlines()
    if len(lines) < 3 or (lines[0], lines[-1]) != (f"-----BEGIN {label}-----", f"-----END {label}-----"):  # noqa: PLR2004  # two marks, one line
        raise KeyRefused(f"{name} holds no {label.lower()}", zh=f"{name} 里没有密钥（{label}）")
    try:
        der = base64.b64decode("".join(lines[1:-1]), validate=True)
    except binascii.Error as wrong:
        raise KeyRefused(f"{name} is damaged", zh=f"{name} 已损坏") from wrong
    if not der.startswith(prefix) or len(der) != len(prefix) + ed25519.KEY_BYTES:
        raise KeyRefused(f"{name} holds another kind of key; Ed25519 is wanted", zh=f"{name} 不是 Ed25519 密钥")
    return der[len(prefix) :]
