"""Signatures over a package: its developer's, then its reviewer's. Each binds role, app, version and every byte."""

import base64
import binascii
import hashlib
import json
from typing import Literal

import msgspec
from msgspec import Struct

from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.tools.package import archive, ed25519
from plugin_sdk.tools.package.errors import PackageRefused

Role = Literal["developer", "reviewer"]
LABEL = b"kuaiban package 1\x00"
MOST_SIGNATURES = 4


class Signature(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One signature; `key` is the id of the public key, `value` base64. It holds for this role only."""

    key: str
    role: Role
    suite: Literal["ed25519"] = "ed25519"
    value: str


class Package(Struct, frozen=True, kw_only=True):
    """A package that was read: its manifest, its files and its signatures, not yet believed."""

    manifest: Manifest
    files: dict[str, bytes]
    signatures: list[Signature]

    @property
    def digest(self) -> str:
        """Names this very content, whoever signed it."""
        return hashlib.sha256(archive.digests(self.files)).hexdigest()


def open_package(content: bytes) -> Package:
    """Read a package file.

    Raises:
        PackageRefused: damaged, spelt otherwise than we spell it, or its manifest or signatures cannot be read.

    """
    files, signatures = archive.read(content)
    try:
        manifest = msgspec.json.decode(files["manifest.json"], type=Manifest)
        signed = msgspec.json.decode(signatures, type=list[Signature])
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise PackageRefused(
            "package.unreadable", f"manifest or signatures cannot be read: {wrong}", zh="清单或签名读不懂"
        ) from wrong
    if len(signed) > MOST_SIGNATURES or _written(signed) != signatures:
        raise PackageRefused(
            "package.not-canonical", "the signatures were not written by `gkb sign`", zh="签名不是由 `gkb sign` 写入"
        )
    return Package(manifest=manifest, files=files, signatures=signed)


def signed(content: bytes, private: bytes, *, role: Role = "developer") -> bytes:
    """The package with this key's signature for a role; an earlier one of the same role is replaced."""
    package = open_package(content)
    key = ed25519.key_id(ed25519.public_of(private))
    value = ed25519.sign(private, message=_message(package, role))
    others = [one for one in package.signatures if one.role != role]
    added = Signature(key=key, role=role, value=base64.b64encode(value).decode())
    ordered = sorted([*others, added], key=lambda one: one.role)
    return archive.written(package.files, signatures=_written(ordered))


def verified(content: bytes, *, keys: dict[Role, bytes]) -> Package:
    """The package, after checking that these roles signed it with these public keys, and nobody else.

    Raises:
        PackageRefused: as `open_package`; `package.unsigned` when a role's signature is missing or one is there that
            nobody can check, `package.signature` when one does not hold, `package.same-person` when roles share a key.

    """
    package = open_package(content)
    if len(set(keys.values())) != len(keys):
        raise PackageRefused(
            "package.same-person",
            "who wrote a package must not review it: the keys are the same",
            zh="开发者和审核者不能是同一把密钥",
        )
    if strange := [one.role for one in package.signatures if one.role not in keys]:
        raise PackageRefused(
            "package.unsigned",
            f"there is a {strange[0]}'s signature, and no key to check it with",
            zh=f"有 {strange[0]} 的签名，但没有可核验的公钥",
        )
    for role, public in keys.items():
        given = next((one for one in package.signatures if one.role == role), None)
        if given is None or given.key != ed25519.key_id(public):
            raise PackageRefused(
                "package.unsigned",
                f"the {role}'s signature with key {ed25519.key_id(public)} is missing",
                zh=f"缺少 {role} 用密钥 {ed25519.key_id(public)} 的签名",
            )
        if not ed25519.verify(public, message=_message(package, role), signature=_decoded(given.value)):
            raise PackageRefused("package.signature", f"the {role}'s signature does not hold", zh=f"{role} 的签名无效")
    return package


def _message(package: Package, role: Role) -> bytes:
    said = f"{role}\x00{package.manifest.app_id}\x00{package.manifest.version.code}\x00{package.digest}"
    return LABEL + said.encode()


def _written(signatures: list[Signature]) -> bytes:
    return json.dumps([msgspec.to_builtins(one) for one in signatures], sort_keys=True, separators=(",", ":")).encode()


def _decoded(value: str) -> bytes:
    """The bytes, or none when they are spelt in a second way: base64 has spare bits."""
    try:
        raw = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return raw if base64.b64encode(raw).decode() == value else b""
