"""Which identity the servers run as.

PostgreSQL refuses root, and the programs and the data may lie under a home that only root enters.
"""

import logging
import os
import pwd
from collections.abc import Iterator, Sequence
from pathlib import Path

from backend.core.embedded.binaries import ENVIRONMENT
from backend.core.embedded.errors import DataFolderForeign, NoPlainIdentity
from backend.core.processes import (
    AsIs,
    AsUser,
    ChildFailed,
    Identity,
    InNamespace,
    Owner,
    Surroundings,
    run_to_end,
)

log = logging.getLogger(__name__)

_NOBODY = 65534


def choose_identity(*, folder: Path, programs: Sequence[Path]) -> Identity:
    """Find an identity that reaches the folder and can run the programs, changing as little as possible.

    Not root: our own. Root: the folder's owner, else nobody, else ourselves in a user namespace, else nobody after
    the way to the folder and the programs was opened with o+x (never more), which is logged.

    Raises:
        NoPlainIdentity: we are root and none of these works.
    """
    if os.geteuid() != 0:
        return AsIs()
    for identity in _candidates(folder):
        if _works(identity, folder=folder, programs=programs):
            return identity
    for path in (folder, *(program.parent for program in programs)):
        _open_way(path)
    if _works(_nobody(), folder=folder, programs=programs):
        return _nobody()
    raise NoPlainIdentity(folder)


def hand_over(top: Path, *, owner: Owner) -> None:
    """Give a folder and all in it to `owner`, if it is another's; the top goes last, so that a broken run is repeated.

    Raises:
        DataFolderForeign: it is another's and we are not root.
    """
    found = top.stat().st_uid
    if found == owner.uid:
        return
    if os.geteuid() != 0:
        raise DataFolderForeign(top, owner=found, ours=os.geteuid())
    # By descriptor and without following links: the former owner may still be there and play tricks.
    for _, folders, files, descriptor in os.fwalk(top, topdown=False):
        for name in (*folders, *files):
            os.chown(name, *owner, dir_fd=descriptor, follow_symlinks=False)
    os.chown(top, *owner)
    log.info("privileges.handed-over path=%s uid=%d", top, owner.uid)


def _candidates(folder: Path) -> Iterator[Identity]:
    found = folder.stat()
    if found.st_uid != 0:
        yield AsUser(Owner(found.st_uid, found.st_gid))
    yield _nobody()
    yield InNamespace()


def _nobody() -> AsUser:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return AsUser(Owner(_NOBODY, _NOBODY))
    return AsUser(Owner(entry.pw_uid, entry.pw_gid))


def _works(identity: Identity, *, folder: Path, programs: Sequence[Path]) -> bool:
    """Try it: the kernel knows about access lists, containers and mounts; a look at the permission bits does not."""
    surroundings = Surroundings(cwd=folder, env=ENVIRONMENT, identity=identity)
    try:
        for program in programs:
            run_to_end([program, "--version"], surroundings=surroundings, seconds=30)
    except ChildFailed as failure:
        log.info("privileges.unusable identity=%s %s", type(identity).__name__, failure)
        return False
    return True


def _open_way(path: Path) -> None:
    for step in (path, *path.parents):
        mode = step.stat().st_mode & 0o7777
        if not mode & 0o001:
            step.chmod(mode | 0o001)
            log.warning("privileges.way-opened path=%s before=%04o now=%04o", step, mode, mode | 0o001)
