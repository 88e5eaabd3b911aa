"""What handlers are given: the attempt of a write, and the bounds of a list."""

from typing import Annotated, Any

from litestar import Request
from litestar.params import HeaderParameter, QueryParameter
from litestar.types import Scope

from backend.core.attempts import Attempt, attempt_at

LIMIT_MOST = 100
LIMIT_USUAL = 20

Limit = Annotated[int, QueryParameter(ge=1, le=LIMIT_MOST, description="How many items at the most")]
CursorText = Annotated[
    str | None, QueryParameter(name="cursor", max_length=400, description="`nextCursor` of the page before")
]
IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        min_length=1,
        max_length=128,
        pattern=r"^[!-~]+$",
        required=False,
        description="Repeat a write safely: the same key with the same body gives the same answer again.",
    ),
]
CALLER = "kuaiban.caller"  # the guard that signed the caller in writes it into the scope


def header(scope: Scope, name: bytes) -> bytes:
    """What a header says, or nothing; one look along the list, where the framework reads and decodes all of them."""
    return next((value for one, value in scope["headers"] if one == name), b"")


async def provide_attempt(request: Request[Any, Any, Any], idempotency_key: IdempotencyKey = None) -> Attempt:
    """The attempt that this request makes; handlers of writes ask for it as `attempt`."""
    client = request.client
    caller = request.scope.get(CALLER) or f"address:{client.host if client else '-'}"
    return attempt_at(
        caller=str(caller),
        key=idempotency_key,
        method=request.method,
        path=request.url.path,
        body=await request.body(),
    )
