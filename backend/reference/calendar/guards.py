"""Who may load a year. People are known one floor above, so the door is here and its keeper is bound by the root."""

from litestar.handlers import BaseRouteHandler

from backend.core.web.guards import AnyConnection, Guard, guard
from backend.reference.calendar.errors import LoadingClosed


async def nobody(_connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """The keeper of a house where nobody was appointed."""
    raise LoadingClosed


class _Bound:
    """Whom the composition root appointed; in a list, so that a function does not become a method."""

    keeper: list[Guard] = [nobody]


def bind_loader(keeper: Guard) -> None:
    """Let this guard say who loads years."""
    _Bound.keeper[:] = [keeper]


@guard
async def calendar_loader(connection: AnyConnection, handler: BaseRouteHandler) -> None:
    """The operator, as identity knows them."""
    await _Bound.keeper[0](connection, handler)
