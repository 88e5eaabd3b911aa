"""What a problem's `type` points at: the words of every refusal, so that a developer can look a code up."""

from collections.abc import Iterator
from typing import Annotated

from litestar import get
from litestar.params import PathParameter

from backend.core.errors import Kind, NotFound, Refusal
from backend.core.structs import Wire
from backend.core.web.guards import public
from backend.core.web.problems import STATUS

Code = Annotated[str, PathParameter(max_length=80, pattern="^[a-z]+\\.[a-z-]+$")]


class Explanation(Wire, frozen=True, kw_only=True):
    """One refusal: its code, kind, status and words; `{name}` stands for a parameter."""

    code: str
    kind: Kind
    status: int
    zh: str
    en: str
    meaning: str


def refusals(base: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Every refusal that the loaded rooms know."""
    for one in base.__subclasses__():
        if "code" in vars(one):
            yield one
        yield from refusals(one)


@get("/problems/{code:str}", operation_id="ExplainProblem", guards=[public], tags=["Operation"])
async def explain_problem(code: Code) -> Explanation:
    """What a problem code means and what can be done about it."""
    for one in refusals():
        if one.code == code:
            return Explanation(
                code=code, kind=one.kind, status=STATUS[one.kind], zh=one.zh, en=one.en, meaning=one.__doc__ or ""
            )
    raise NotFound
