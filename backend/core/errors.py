"""The error tree of the house.

    Refusal                     every expected error; each has a kind, a stable code and words in two languages
    ├── Unreadable              400  we cannot read it
    ├── TooLarge                413
    ├── NotFound                404
    ├── WrongMethod             405
    ├── WrongMediaType          415
    ├── Away                    503  a server we need is away; the caller may repeat
    ├── Changed                 409  base: what was read is no longer so; a run that read it may be repeated
    ├── Unagreed                403  base: the person must agree first; `consent` is the sheet to show
    └── <room>.errors.*         each room's own, beside its service

A refusal is a fact for the caller, never a bug of ours; `problems.py` is the one place that turns it into an answer.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, TypeAlias

Param: TypeAlias = str | int | bool | list["Param"] | dict[str, "Param"] | None


class Kind(StrEnum):
    """What sort of refusal it is; `problems.STATUS` maps each to one HTTP status."""

    BAD_REQUEST = "bad-request"
    NOT_SIGNED_IN = "not-signed-in"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    WRONG_METHOD = "wrong-method"
    CONFLICT = "conflict"
    GONE = "gone"
    TOO_LARGE = "too-large"
    WRONG_MEDIA_TYPE = "wrong-media-type"
    INVALID = "invalid"
    TOO_MANY = "too-many"
    UNAVAILABLE = "unavailable"


class Refusal(Exception):
    """Base of every expected error; a subclass must say its kind, code and words.

    `zh` and `en` are templates over `params` (`{name}`): one sentence each that says what happened and what to do next.
    """

    kind: ClassVar[Kind]
    code: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]

    def __init__(self, **params: Param) -> None:
        super().__init__(self.code)
        self.params: Mapping[str, Param] = params


class Changed(Refusal):
    """Base of refusals at the end of a run: something it had read changed meanwhile, and nothing was written.

    Whoever started the run may repeat it on what is there now; only the last time is the person told.
    """

    kind = Kind.CONFLICT


class Unagreed(Refusal):
    """Base of refusals that end when the person agrees; `consent` says everything that the shell's own sheet shows.

    Raised while a capability is answered, it ends the call: the host asks the person, and no mini-app can talk past it.
    """

    kind = Kind.FORBIDDEN


class Unreadable(Refusal):
    """The request is not what the contract says: broken JSON, wrong types, unknown fields, control characters."""

    kind = Kind.BAD_REQUEST
    code = "core.unreadable"
    zh = "请求的格式无法识别：{reason}。"
    en = "The request cannot be read: {reason}."


class TooLarge(Refusal):
    """A body, header or file is over its limit."""

    kind = Kind.TOO_LARGE
    code = "core.too-large"
    zh = "内容太大，最多 {limit} 字节。"
    en = "The content is too large; at most {limit} bytes are accepted."


class NotFound(Refusal):
    """Nothing lives at this address, or it is not yours to see."""

    kind = Kind.NOT_FOUND
    code = "core.not-found"
    zh = "没有找到您要的内容。"
    en = "What you asked for was not found."


class WrongMethod(Refusal):
    """The address exists, the method does not."""

    kind = Kind.WRONG_METHOD
    code = "core.wrong-method"
    zh = "这个地址不支持这种操作。"
    en = "This address does not support that method."


class WrongMediaType(Refusal):
    """The body is not JSON."""

    kind = Kind.WRONG_MEDIA_TYPE
    code = "core.wrong-media-type"
    zh = "只接受 JSON 格式的内容。"
    en = "Only JSON content is accepted."


class Away(Refusal):
    """A server we need (`part`) is away; nothing was half done, so the caller may repeat."""

    kind = Kind.UNAVAILABLE
    code = "core.away"
    zh = "系统暂时繁忙，请稍后再试。"
    en = "The service is briefly unavailable. Please try again shortly."
