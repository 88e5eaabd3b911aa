"""What life events refuse.

Refusal
├── UnknownEventKind   404  the catalogue has no such kind for this subject
├── EventNotSayable    422  registers say this, nobody else
├── EventDayUnlikely   422  too long ago, or too far ahead
├── EventNotFound      404  not one's own
└── TooManyEvents      429  more than anybody's life has
"""

from backend.core.errors import Kind, Refusal


class UnknownEventKind(Refusal):
    """`kind`."""

    kind = Kind.NOT_FOUND
    code = "profiles.unknown-event-kind"
    zh = "没有“{kind}”这种人生事件。"
    en = "There is no life event {kind}."


class EventNotSayable(Refusal):
    """A date of the calendar opens it by itself."""

    kind = Kind.INVALID
    code = "profiles.event-not-sayable"
    zh = "这件事由系统按日期自动提醒，不需要填写。"
    en = "This one comes by itself on its day and need not be said."


class EventDayUnlikely(Refusal):
    """`earliest` and `latest` are days."""

    kind = Kind.INVALID
    code = "profiles.event-day-unlikely"
    zh = "日期请填 {earliest} 到 {latest} 之间。"
    en = "Please give a day from {earliest} to {latest}."


class EventNotFound(Refusal):
    """Somebody else's looks the same as none."""

    kind = Kind.NOT_FOUND
    code = "profiles.event-not-found"
    zh = "没有找到这件事。"
    en = "This life event was not found."


class TooManyEvents(Refusal):
    """`most`: how many may stand at once that somebody said."""

    kind = Kind.TOO_MANY
    code = "profiles.too-many-events"
    zh = "最多同时保留 {most} 件自己填写的事，请先移除不需要的。"
    en = "At most {most} life events of your own can stand at once. Please remove one first."
