"""What messages refuses."""

from backend.core.errors import Kind, Refusal


class MessageNotFound(Refusal):
    """There is no such message in this person's inbox; somebody else's looks the same as none."""

    kind = Kind.NOT_FOUND
    code = "messages.not-found"
    zh = "没有找到这条消息。"
    en = "There is no such message in your inbox."
