"""The refusals of runs."""

from backend.core.errors import Kind, Refusal


class UnknownScreen(Refusal):
    """The mini-app has no screen of this name."""

    kind = Kind.NOT_FOUND
    code = "host.unknown-screen"
    zh = "这项服务没有您要打开的页面。"
    en = "This service has no such screen."


class UnknownAction(Refusal):
    """The mini-app has no action of this name."""

    kind = Kind.NOT_FOUND
    code = "host.unknown-action"
    zh = "这项服务不支持这种操作。"
    en = "This service has no such action."
