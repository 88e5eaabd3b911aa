"""Own clock, chance, output and refusals, put in place before any author's code is loaded.

The component has no operating system underneath: what is not replaced here would stop the whole instance with an
unreadable trap. So time and chance come from the call, output goes to the log, and the rest says what to use instead.
"""

import builtins
import datetime  # noqa: ICN001  # its members are replaced, so the module is what we need
import os
import random
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any, SupportsIndex

from plugin_sdk.runtime.inside.call_state import CALL, LOG, NotInMiniApps

SYSTEM_EVENTS = ("open", "os.", "socket.", "subprocess.", "ctypes.", "_thread.", "shutil.")
"""Prefixes of the interpreter's audit events."""

_REFUSING: list[bool] = []

real_date = datetime.date
real_datetime = datetime.datetime
real_gmtime = time.gmtime
real_strftime = time.strftime


class _AsReal(type):
    """Makes `isinstance(value, datetime.datetime)` true for values of the real class, too."""

    real: type

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.real)

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, cls.real)


class CallDatetime(real_datetime, metaclass=_AsReal):
    """`datetime.datetime` whose now is the moment of the call."""

    real = real_datetime

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> real_datetime:  # type: ignore[override]  # the real class
        """The moment of the call; without a zone, as the caller's wall clock shows it."""
        return CALL.now.astimezone(tz) if tz else CALL.now.replace(tzinfo=None)

    @classmethod
    def today(cls) -> real_datetime:  # type: ignore[override]  # the real class
        """Same as `now()`."""
        return cls.now()

    @classmethod
    def utcnow(cls) -> real_datetime:  # type: ignore[override]  # the real class
        """The moment of the call in UTC, without zone."""
        return CALL.now.astimezone(datetime.UTC).replace(tzinfo=None)


class CallDate(real_date, metaclass=_AsReal):
    """`datetime.date` whose today is the day of the call."""

    real = real_date

    @classmethod
    def today(cls) -> real_date:  # type: ignore[override]  # the real class
        """The day of the call, as the caller's calendar shows it."""
        return CALL.now.date()


def entropy_bytes(count: int) -> bytes:
    """Stands in for `os.urandom`: from the host's entropy, so a call can be replayed."""
    return CALL.chance.randbytes(count)


def call_uuid4() -> uuid.UUID:
    """Stands in for `uuid.uuid4`."""
    return uuid.UUID(bytes=entropy_bytes(16), version=4)


def refuse(what: str, instead: str) -> Callable[..., object]:
    """A function that says why it does not exist here."""

    def refused(*_: object, **__: object) -> object:
        raise NotInMiniApps(f"a mini-app has no {what}: {instead}")

    return refused


def _seconds(given: SupportsIndex | float | None = None) -> float:
    return CALL.now.timestamp() if given is None else float(given)


def _local_seconds(given: SupportsIndex | float | None = None) -> float:
    return _seconds(given) + (CALL.now.utcoffset() or datetime.timedelta(0)).total_seconds()


def put_clock_in_place() -> None:
    """All clocks stand still at the moment of the call."""
    datetime.datetime, datetime.date = CallDatetime, CallDate  # type: ignore[misc]  # that is the point
    for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
        setattr(time, name, _seconds)
        setattr(time, f"{name}_ns", lambda: int(_seconds() * 1_000_000_000))
    time.gmtime = lambda seconds=None, /: real_gmtime(_seconds(seconds))
    time.localtime = lambda seconds=None, /: real_gmtime(_local_seconds(seconds))
    time.strftime = lambda form, moment=None, /: real_strftime(form, moment or time.localtime())
    time.sleep = refuse("sleep", "answer at once; nothing in here changes by waiting")  # type: ignore[assignment]


class CallRandom(random.Random):
    """`random.Random` that takes its seed from the call when the author gives none."""

    def seed(  # type: ignore[override]  # as random.Random has it
        self, a: float | str | bytes | bytearray | None = None, version: int = 2
    ) -> None:
        """Seed; without a seed from the call's entropy."""
        super().seed(entropy_bytes(32) if a is None else a, version)


class SharedRandom(CallRandom):
    """Behind the functions of the module `random`: of the call, so there is none while a module is loaded.

    Takes the call's seed when it is first used, because most calls never do.
    """

    def seed(  # type: ignore[override]  # as random.Random has it
        self, a: float | str | bytes | bytearray | None = None, version: int = 2
    ) -> None:
        """Seed."""
        CALL.taken_seed()
        super().seed(a, version)

    def random(self) -> float:
        """The next number."""
        self._seeded()
        return super().random()

    def getrandbits(self, k: int, /) -> int:
        """The next bits."""
        self._seeded()
        return super().getrandbits(k)

    def getstate(self) -> tuple[Any, ...]:
        """Where it stands."""
        self._seeded()
        return super().getstate()

    def setstate(self, state: tuple[Any, ...]) -> None:
        """Go back to where it stood."""
        self._seeded()
        super().setstate(state)

    def _seeded(self) -> None:
        seed = CALL.taken_seed()
        if seed is not None:
            super().seed(seed)


def put_chance_in_place() -> None:
    """Ids and entropy come from the call."""
    real, shared = random._inst, SharedRandom(0)  # noqa: SLF001  # the functions of the module are its methods
    for name, function in list(vars(random).items()):
        if getattr(function, "__self__", None) is real:
            setattr(random, name, getattr(shared, name))
    random.Random = CallRandom  # type: ignore[misc]  # that is the point
    random._inst, random._urandom = shared, entropy_bytes  # type: ignore[attr-defined]  # noqa: SLF001  # as above, and of SystemRandom
    os.urandom = entropy_bytes
    uuid.uuid4 = call_uuid4
    uuid.uuid1 = refuse("uuid1", "use ctx.new_id()")  # type: ignore[assignment]  # never returns
    uuid.getnode = refuse("network card", "use ctx.new_id()")  # type: ignore[assignment]  # never returns


def put_output_in_place() -> None:
    """What is printed becomes the call's log."""
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = LOG  # type: ignore[misc,assignment]  # file enough
    sys.stdin = sys.__stdin__ = None  # type: ignore[misc]  # there is none


def put_refusals_in_place() -> None:
    """Refuse what needs an operating system with an exception, whichever way the author came to it.

    Python itself is refused, too: to show the line of a syntax error it would open the author's file. Done at the
    first call and not in the image, because componentize-py still uses files after our modules are loaded.
    """
    if not _REFUSING:
        _REFUSING.append(True)
        sys.addaudithook(_refuse_system)


def _refuse_system(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(SYSTEM_EVENTS):
        raise NotInMiniApps(f"a mini-app has no operating system ({event}): use ctx and its capabilities")


def author_builtins() -> dict[str, object]:
    """The builtins that an author's module sees; `__import__` is put in by `packages`."""
    names: dict[str, object] = dict(vars(builtins))
    for gone in ("exec", "eval", "compile"):
        names[gone] = refuse(gone, "write the code out, so that a reviewer can read it")
    for gone in ("breakpoint", "help", "exit", "quit", "copyright", "credits", "license"):
        names.pop(gone, None)
    names["open"] = refuse("files", "keep data with ctx.store, and texts in Python modules of the package")
    names["input"] = refuse("keyboard", "ask with a form on a screen")
    return names
