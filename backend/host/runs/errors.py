"""The refusals of runs."""

from backend.core.errors import Kind, Refusal


class UnknownScreen(Refusal):
    """The mini-app has no screen of this name."""

    kind = Kind.NOT_FOUND
    code = "host.unknown-screen"
    zh = "这项服务没有您要打开的页面。"
    en = "This service has no such screen."


class TooManyCalls(Refusal):
    """More calls of one mini-app by one person than its manifest asked for; counted by the minute."""

    kind = Kind.TOO_MANY
    code = "host.too-many-calls"
    zh = "操作过于频繁，请 {retryAfter} 秒后再试。"
    en = "Too many calls of this service. Please try again in {retryAfter} seconds."


class UnknownAction(Refusal):
    """The mini-app has no action of this name."""

    kind = Kind.NOT_FOUND
    code = "host.unknown-action"
    zh = "这项服务不支持这种操作。"
    en = "This service has no such action."
