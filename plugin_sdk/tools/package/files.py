"""Package files on the author's disk, and refusals as the commands say them."""

from pathlib import Path

from plugin_sdk.contract.limits import PACKAGE_FILE_BYTES
from plugin_sdk.tools.outcome import Exit, Outcome, Stop
from plugin_sdk.tools.package.errors import PackageRefused
from plugin_sdk.tools.problem import Words


def read_file(file: Path) -> bytes:
    """The file's content, one byte more than allowed at the most; PackageRefused when it cannot be read."""
    try:
        with file.open("rb") as opened:
            return opened.read(PACKAGE_FILE_BYTES + 1)
    except OSError as wrong:
        raise PackageRefused("package.unreadable", f"{file} cannot be read", zh=f"读不了 {file}") from wrong


def refusal_of(refused: PackageRefused) -> Stop:
    """A package that is not sound is a problem of the package; its code travels in the data."""
    said = Words(zh=refused.zh, en=str(refused))
    return Stop(Outcome(code=Exit.PROBLEMS, said=said, data={"code": refused.code}))
