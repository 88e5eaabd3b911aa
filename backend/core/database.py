"""One engine for the house: Piccolo over asyncpg, with a transaction that always gives its connection back.

Rules that this module cannot enforce alone: no task is started inside a transaction (the context is inherited and the
connection cannot be shared), and no code leaves a SET, LISTEN or session lock behind, because the pool does not reset.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from types import TracebackType
from typing import Any

import asyncpg
import msgspec
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

import backend.core.settings  # noqa: F401 - it names the engine's module to Piccolo
from backend.core.logs import logger

POOL_SIZE = 10  # per process; workers * POOL_SIZE stays below the server's 100
BORROW_SECONDS = 5  # longer than this for a connection is an overload: say so (503) instead of queueing
STATEMENT_TIMEOUT_MS = 10_000
LOCK_TIMEOUT_MS = 5_000  # a writer that waits longer is told to come back (503) instead of holding a connection
log = logger(__name__)


class SafeTransaction(PostgresTransaction):
    """Piccolo's transaction, minus its two leaks: a COMMIT that fails, and a connection lost on the way."""

    lasting = True  # whether what is written in it stays

    async def __aenter__(self) -> "SafeTransaction":
        """Begin; inside another transaction this is the same one."""
        if self._parent is not None:
            return self._parent  # type: ignore[return-value]
        self.afterwards: list[Callable[[], Awaitable[None]]] = []
        self.held: dict[object, Any] = {}
        self.connection = await self.get_connection()
        try:
            self.transaction = self.connection.transaction()
            await self.begin()
        except BaseException:
            await self._give_back()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Commit or roll back, and whatever happens give the connection back."""
        if self._parent is not None:
            return False
        committed = False
        try:
            if error is None:
                await self.commit()
                committed = True
            else:
                # The connection may be the very thing that died: the first error is the one to tell.
                with suppress(asyncpg.InterfaceError, asyncpg.PostgresError, OSError):
                    await self.rollback()
        finally:
            self.engine.current_transaction.reset(self.context)
            await self._give_back()
            if not committed:
                await self._tell()
        return False

    async def _tell(self) -> None:
        """Do what was asked for in case of a rollback; the error that caused it stays the one to tell."""
        for work in self.afterwards:
            try:
                await work()
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                log.error("database.after-rollback-failed", reason=type(error).__name__)  # noqa: TRY400 - no traceback: its values may be personal

    async def _give_back(self) -> None:
        if self.engine.pool:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()


class Reading(SafeTransaction):
    """Looks at rows and holds them. It ends by rolling back: letting go of a lock need not wait for the disk."""

    lasting = False

    async def commit(self) -> None:
        """There is nothing to commit."""
        await self.rollback()


class SafeEngine(PostgresEngine):
    """The engine of the house; `open_pool` names the server, so importing it touches nothing."""

    async def check_version(self) -> None:
        """Piccolo asks the server's version while it is imported; we ask nobody anything at import."""

    async def prep_database(self) -> None:
        """Extensions are the migrations' business."""

    async def get_new_connection(self) -> asyncpg.Connection:
        """A connection outside the pool (migrations), prepared like the pool's."""
        own = await asyncpg.connect(**self.config)
        await _prepare(own)
        return own

    def transaction(self, allow_nested: bool = True) -> SafeTransaction:  # noqa: FBT001, FBT002 - Piccolo's signature
        """A transaction of this engine; nested ones join the outer."""
        return SafeTransaction(self, allow_nested)


DB = SafeEngine(config={}, extensions=())
_lent: ContextVar[Any] = ContextVar("database.lent", default=None)


def connect_to(url: str) -> None:
    """Name the database before anything asks for a connection."""
    DB.config = {"dsn": url, "server_settings": _session()}


async def open_pool(url: str, *, size: int = POOL_SIZE) -> None:
    """Open this process's pool; connections are made when they are needed.

    A process that starts while the database is away must wait for it, not die: its supervisor would give up on it.
    """
    connect_to(url)
    pool_only = {"init": _prepare, "min_size": 0, "max_size": size, "timeout": 5, "reset": _leave_as_is}
    await DB.start_connection_pool(**pool_only, max_inactive_connection_lifetime=60)


async def close_pool() -> None:
    """Close the pool if there is one."""
    if DB.pool:
        await DB.close_connection_pool()


async def single_connection(url: str) -> asyncpg.Connection:
    """A connection outside the pool, for migrations and for the jobs' LISTEN; the caller closes it."""
    connection = await asyncpg.connect(url, timeout=5)
    await _prepare(connection)
    return connection


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """One command, one transaction. An inner one joins the outer; only the outermost commits.

    Raises:
        RuntimeError: around it things are only read.
    """
    _require_writable()
    async with DB.transaction():
        yield


@asynccontextmanager
async def reading() -> AsyncIterator[None]:
    """Look at rows, and hold those that are asked for in a share: nobody changes them before the block is over.

    Inside a transaction it is a part of that one. Else whatever were written in it would be undone, so it is refused.
    """
    if in_transaction():
        yield
        return
    async with Reading(DB):
        yield


def in_transaction() -> bool:
    """Whether the caller stands inside a transaction; what must be atomic with a change asserts it."""
    return DB.current_transaction.get() is not None


def if_rolled_back(work: Callable[[], Awaitable[None]]) -> None:
    """Do `work` after the transaction around us, if it does not commit: for facts that stay true nevertheless.

    It runs outside the transaction that ended. When a COMMIT was lost on the way nobody knows how it went, so `work`
    must bear that everything is there already.

    Raises:
        RuntimeError: there is no transaction.
    """
    current: Any = DB.current_transaction.get()
    if current is None:
        raise RuntimeError("nothing can be rolled back outside a transaction")
    current.afterwards.append(work)


def held() -> dict[object, Any]:
    """What this transaction holds locked, kept for whoever asks for the same again before it ends.

    Only what nobody else can change meanwhile may stand here, and whoever changes it takes it out.

    Raises:
        RuntimeError: there is no transaction.
    """
    current: Any = DB.current_transaction.get()
    if current is None:
        raise RuntimeError("nothing is held outside a transaction")
    found: dict[object, Any] = current.held
    return found


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """Inside a transaction: what fails in the block is undone alone, and the transaction stays usable.

    Raises:
        RuntimeError: there is no transaction.
    """
    current: Any = DB.current_transaction.get()
    if current is None:
        raise RuntimeError("a savepoint needs a transaction")
    try:
        async with current.connection.transaction():
            yield
    except BaseException:
        current.held.clear()  # its locks went with it
        raise


@asynccontextmanager
async def connection() -> AsyncIterator[Any]:
    """The transaction's connection if there is one, else one of the pool: for SQL that Piccolo has no words for."""
    own = _own()
    if own is not None:
        yield own
        return
    pool = _pool()
    own = await _borrow(pool)
    try:
        yield own
    finally:
        await pool.release(own)


@asynccontextmanager
async def one_connection() -> AsyncIterator[None]:
    """All statements of the block go over one connection: borrowing one takes as long as a short statement.

    They follow each other, so no task may be started in it; a transaction in it still takes a connection of its own.
    """
    async with connection() as own:
        token = _lent.set(own)
        try:
            yield
        finally:
            _lent.reset(token)


async def fetch(sql: str, *arguments: object) -> Sequence[asyncpg.Record]:
    """All rows of a prepared statement."""
    rows: Sequence[asyncpg.Record] = await _run("fetch", sql, arguments)
    return rows


async def fetch_of(keys: Collection[object], sql: str, *arguments: object) -> Sequence[asyncpg.Record]:
    """All rows of these keys, the first argument of a statement that says `= any($1)`.

    Of one key alone it is asked as `= $1`: the server plans that once, and a list each time, which takes longer than
    looking the rows up.
    """
    if len(keys) == 1:
        return await fetch(sql.replace("= any($1)", "= $1"), *keys, *arguments)
    return await fetch(sql, list(keys), *arguments)


async def fetch_one(sql: str, *arguments: object) -> asyncpg.Record | None:
    """The first row, or None."""
    row: asyncpg.Record | None = await _run("fetchrow", sql, arguments)
    return row


async def execute(sql: str, *arguments: object) -> int:
    """Run a statement; the number of rows it touched.

    Raises:
        RuntimeError: around it things are only read.
    """
    _require_writable()
    tag: str = await _run("execute", sql, arguments)
    last = tag.rsplit(" ", 1)[-1]
    return int(last) if last.isdigit() else 0


async def _run(how: str, sql: str, arguments: Sequence[object]) -> Any:
    """As in `connection`, but written out: nearly every request does it, some a dozen times."""
    own = _own()
    if own is not None:
        return await getattr(own, how)(sql, *arguments)
    pool = _pool()
    own = await _borrow(pool)
    try:
        return await getattr(own, how)(sql, *arguments)
    finally:
        await pool.release(own)


def _own() -> Any:
    """The connection that the caller has already: its transaction's, or the one lent to it."""
    current: Any = DB.current_transaction.get()
    return _lent.get() if current is None else current.connection


def _require_writable() -> None:
    current: Any = DB.current_transaction.get()
    if current is not None and not current.lasting:
        raise RuntimeError("around it things are only read: what is written would be undone")


def _pool() -> Any:
    if DB.pool is None:
        raise asyncpg.InterfaceError("no pool")
    return DB.pool


async def _borrow(pool: Any) -> Any:
    # A time limit costs a task of its own, and is only needed where there is something to wait for.
    return await (pool.acquire() if pool.get_idle_size() else pool.acquire(timeout=BORROW_SECONDS))


async def _leave_as_is(_connection: asyncpg.Connection) -> None:
    """No RESET round trip: nothing in the house changes a session (module docstring), and it halves a point read."""


async def _prepare(own: asyncpg.Connection) -> None:
    """JSONB arrives as objects. Piccolo hands over text it has encoded itself, raw SQL hands over objects."""
    await own.set_type_codec("jsonb", encoder=_to_json, decoder=msgspec.json.decode, schema="pg_catalog")


def _to_json(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _session() -> dict[str, str]:
    return {
        "application_name": "kuaiban",
        "statement_timeout": str(STATEMENT_TIMEOUT_MS),
        "lock_timeout": str(LOCK_TIMEOUT_MS),
        "idle_in_transaction_session_timeout": "30000",
        "timezone": "UTC",
    }
