"""The one place where a refusal becomes an RFC 9457 answer: status, stable code, words in two languages, trace id."""

import re
from typing import Any

import asyncpg
import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, InternalServerException, ValidationException

from backend.core import errors, tracing
from backend.core.errors import Kind, Refusal
from backend.core.logs import logger
from backend.core.structs import Wire

log = logger(__name__)
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2
IN_BODY = re.compile(r"^(?P<message>.*) - at `\$\.data\.?(?P<path>.*)`$")

STATUS: dict[Kind, int] = {
    Kind.BAD_REQUEST: 400,
    Kind.NOT_SIGNED_IN: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.WRONG_METHOD: 405,
    Kind.CONFLICT: 409,
    Kind.GONE: 410,
    Kind.TOO_LARGE: 413,
    Kind.WRONG_MEDIA_TYPE: 415,
    Kind.INVALID: 422,
    Kind.TOO_MANY: 429,
    Kind.UNAVAILABLE: 503,
}
# A server we need went away, is full or is overloaded: nothing was half done, the caller may repeat.
AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.PostgresIOError if hasattr(asyncpg, "PostgresIOError") else asyncpg.SystemError,
    OSError,
    TimeoutError,
)


class FieldProblem(Wire, frozen=True, kw_only=True):
    """One field that could not be read: a JSON pointer and what was wrong."""

    pointer: str
    zh: str
    en: str


class Problem(Wire, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457 problem details; `title` and `detail` follow Accept-Language (zh by default)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    title_en: str
    detail_en: str
    trace_id: str
    params: dict[str, Any] = {}
    errors: list[FieldProblem] = []


class Unexpected(Refusal):
    """Our own fault. Not a refusal of anything, but it is answered like one so that clients need one reader."""

    kind = Kind.UNAVAILABLE
    code = "core.unexpected"
    zh = "系统出现意外问题，已经记录。请稍后再试，或向客服提供追踪编号。"
    en = "Something went wrong on our side and was recorded. Please try later, or quote the trace id."


def describe(refusal: Refusal, *, language: str, fields: list[FieldProblem] | None = None) -> Problem:
    """The refusal as problem details in the reader's language."""
    zh, en = _fill(refusal.zh, refusal), _fill(refusal.en, refusal)
    words = en if language == "en" else zh
    return Problem(
        type=f"/problems/{refusal.code}",
        title=words,
        status=500 if isinstance(refusal, Unexpected) else STATUS[refusal.kind],
        detail=words,
        code=refusal.code,
        title_en=en,
        detail_en=en,
        trace_id=tracing.causal_id(),
        params=dict(refusal.params),
        errors=fields or [],
    )


def language_of(accept_language: str | None) -> str:
    """`en` when the reader prefers it over Chinese, else `zh`."""
    return "en" if (accept_language or "").strip().lower().startswith("en") else "zh"


def answer(refusal: Refusal, *, language: str, fields: list[FieldProblem] | None = None) -> tuple[int, bytes]:
    """Status and body, for callers that speak plain ASGI."""
    problem = describe(refusal, language=language, fields=fields)
    return problem.status, msgspec.json.encode(problem)


def extra_headers(status: int) -> dict[str, str]:
    """What the status itself owes the caller."""
    if status == STATUS[Kind.UNAVAILABLE]:
        return {"retry-after": str(RETRY_AFTER_SECONDS)}
    return {"www-authenticate": "Bearer"} if status == STATUS[Kind.NOT_SIGNED_IN] else {}


def to_problem(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Litestar's exception handler for everything: ours, Litestar's own, the database's, and bugs."""
    refusal, fields = _translate(error)
    status, body = answer(refusal, language=language_of(request.headers.get("accept-language")), fields=fields)
    headers = extra_headers(status)
    if "retryAfter" in refusal.params:
        headers["retry-after"] = str(refusal.params["retryAfter"])
    return Response(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def _translate(error: Exception) -> tuple[Refusal, list[FieldProblem]]:
    if isinstance(error, Refusal):
        return error, []
    if isinstance(error, ValidationException):
        return errors.Unreadable(reason="validation"), _fields(error)
    if isinstance(error, InternalServerException) and (field := _misnamed(error.__cause__)):
        return errors.Unreadable(reason="validation"), [field]
    if isinstance(error, HTTPException) and error.status_code < 500:  # noqa: PLR2004
        return _of_status(error), []
    if isinstance(error, AWAY):
        log.warning("core.away", reason=type(error).__name__)
        return errors.Away(part="database"), []
    log.error("core.unexpected", exc_info=error)
    return Unexpected(), []


def _of_status(error: HTTPException) -> Refusal:
    match error.status_code:
        case 404:
            return errors.NotFound()
        case 405:
            return errors.WrongMethod()
        case 413:
            return errors.TooLarge(limit=0)
        case 415:
            return errors.WrongMediaType()
        case _:
            return errors.Unreadable(reason="request")


def _fields(error: ValidationException) -> list[FieldProblem]:
    extra = error.extra if isinstance(error.extra, list) else []
    return [_field(str(one.get("key", "")), str(one.get("message", ""))) for one in extra if isinstance(one, dict)]


def _misnamed(cause: BaseException | None) -> FieldProblem | None:
    """The member of a body that bears a dependency's name: Litestar takes a fault in there for a fault of our own."""
    found = IN_BODY.search(str(cause)) if isinstance(cause, msgspec.ValidationError) else None
    return _field(found["path"], found["message"]) if found else None


def _field(key: str, message: str) -> FieldProblem:
    return FieldProblem(pointer="/" + key.replace(".", "/"), zh="内容或格式不正确", en=message)


def _fill(template: str, refusal: Refusal) -> str:
    return template.format_map({name: value for name, value in refusal.params.items() if isinstance(value, str | int)})
