"""The broker's refusals. All but `ConsentNeeded` and `StoreChanged` are told to the guest by name."""

from backend.core.errors import Kind, Refusal


class NotGranted(Refusal):
    """The mini-app did not declare this capability, or no such capability exists."""

    kind = Kind.FORBIDDEN
    code = "host.not-granted"
    zh = "应用没有获得“{capability}”能力。"
    en = "The capability {capability} was not granted to this mini-app."


class PayloadRefused(Refusal):
    """The payload is not what the capability's contract says."""

    kind = Kind.INVALID
    code = "host.payload-refused"
    zh = "应用请求的内容不符合规范：{reason}"
    en = "The capability payload was refused: {reason}"


class TooManyWrites(Refusal):
    """More changes than one tap can honestly mean."""

    kind = Kind.TOO_MANY
    code = "host.too-many-writes"
    zh = "应用一次操作的写入次数超过上限 {limit}。"
    en = "One call may write at most {limit} times."


class StoreFull(Refusal):
    """The mini-app holds as many keys for this person as its manifest asked for."""

    kind = Kind.TOO_MANY
    code = "host.store-full"
    zh = "应用为您保存的内容已达上限 {limit} 项。"
    en = "The mini-app already keeps {limit} entries for you."


class StoreChanged(Refusal):
    """Another call of the same person changed what this one had read; the run is repeated, nothing was written."""

    kind = Kind.CONFLICT
    code = "host.store-changed"
    zh = "您在另一处刚刚做了修改，请刷新后再试。"
    en = "This was changed elsewhere a moment ago. Please refresh and try again."


class ConsentNeeded(Refusal):
    """The person has not agreed yet; `consent` says everything that the shell's own consent sheet must show."""

    kind = Kind.FORBIDDEN
    code = "host.consent-needed"
    zh = "办理前需要您同意使用相关信息。"
    en = "Your consent is needed before your data can be used."
