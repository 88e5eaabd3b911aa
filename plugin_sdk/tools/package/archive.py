"""The file format: a ZIP with one single spelling. The same files give the same bytes, everywhere and always.

What is read is written again and must come out the same; so there is no second way to say anything, and nowhere to
hide: no comments, no extra fields, no data between members, no two members of one name, no compression to bomb with.
"""

import hashlib
import io
import json
import re
import struct
import zipfile
from collections.abc import Mapping

from plugin_sdk.contract.limits import PACKAGE_FILE_BYTES, PACKAGE_FILES
from plugin_sdk.tools.package.errors import PackageRefused

DIGESTS = "META/digests.json"
SIGNATURES = "META/signatures.json"
CARRIED = re.compile(
    r"(manifest\.json|quality\.yaml|component\.wasm|README\.md|LICENSE|[a-z_][a-z0-9_]{0,60}\.py"
    r"|(tests|mocks)/[A-Za-z0-9_][A-Za-z0-9_./-]{0,120}\.(py|json))"
)
"""Files of a project that travel in its package."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


def written(files: Mapping[str, bytes], *, signatures: bytes = b"[]") -> bytes:
    """The package of these files, with their digests and signatures.

    Raises:
        PackageRefused: a file that packages do not carry, or too much.

    """
    _require_carried(files)
    members = {**files, DIGESTS: digests(files), SIGNATURES: signatures}
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            member = zipfile.ZipInfo(name, date_time=_EPOCH)
            member.create_system, member.external_attr = _UNIX, _PLAIN_FILE
            archive.writestr(member, members[name])
    return kept.getvalue()


def read(content: bytes) -> tuple[dict[str, bytes], bytes]:
    """The files of a package and its signatures, after checking that it is spelt as `written` spells it.

    Raises:
        PackageRefused: `package.too-large`, `package.unreadable`, `package.not-canonical`, `package.digest`.

    """
    if len(content) > PACKAGE_FILE_BYTES:
        raise PackageRefused(
            "package.too-large",
            f"a package has at most {PACKAGE_FILE_BYTES} bytes",
            zh=f"包不能超过 {PACKAGE_FILE_BYTES} 字节",
        )
    members = _members(content)
    signatures, stated = members.pop(SIGNATURES, None), members.pop(DIGESTS, None)
    if signatures is None or stated is None:
        raise PackageRefused(
            "package.unreadable",
            "this is no package: META is missing; make it with `gkb pack`",
            zh="这不是 .gkb 包：缺少 META；请用 `gkb pack` 打包",
        )
    _require_carried(members)
    if stated != digests(members):
        raise PackageRefused(
            "package.digest", "a file of the package is not the one that was packed", zh="包里有文件与打包时不一致"
        )
    if written(members, signatures=signatures) != content:
        raise PackageRefused(
            "package.not-canonical",
            "the package was not made by `gkb pack`, or was changed after",
            zh="包不是由 `gkb pack` 生成，或之后被改动",
        )
    return members, signatures


def digests(files: Mapping[str, bytes]) -> bytes:
    """What is signed: SHA-256 of every file, by name."""
    found = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return json.dumps(found, sort_keys=True, separators=(",", ":")).encode()


def _members(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > PACKAGE_FILES or any(info.compress_type != zipfile.ZIP_STORED for info in infos):
                raise PackageRefused(
                    "package.not-canonical", "the package was not made by `gkb pack`", zh="包不是由 `gkb pack` 生成"
                )
            return {info.filename: archive.read(info) for info in infos}
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        KeyError,
        RuntimeError,
        struct.error,
    ) as wrong:
        if isinstance(wrong, PackageRefused):
            raise
        raise PackageRefused(
            "package.unreadable", f"the file is damaged or no package: {wrong}", zh="文件已损坏，或不是 .gkb 包"
        ) from wrong


def _require_carried(files: Mapping[str, bytes]) -> None:
    strange = sorted(name for name in files if not CARRIED.fullmatch(name) or "//" in name or ".." in name)
    if strange:
        raise PackageRefused(
            "package.strange-file",
            f"packages do not carry {strange[0][:120]!r}",
            zh=f"包里不能有文件 {strange[0][:120]!r}",
        )
    if "manifest.json" not in files:
        raise PackageRefused("package.no-manifest", "there is no manifest.json", zh="缺少 manifest.json")
    if len(files) > PACKAGE_FILES or sum(map(len, files.values())) > PACKAGE_FILE_BYTES:
        raise PackageRefused(
            "package.too-large",
            f"at most {PACKAGE_FILES} files and {PACKAGE_FILE_BYTES} bytes",
            zh=f"最多 {PACKAGE_FILES} 个文件、{PACKAGE_FILE_BYTES} 字节",
        )
