"""How a call into a mini-app can fail, each by its own name.

`SandboxCrashed` and `SandboxAway` are ours and may be tried again; the others belong to the mini-app, and
trying again would fail again.
"""

from typing import ClassVar

from backend.core.errors import Kind, Refusal


class TimedOut(Refusal):
    """The call did not end before its deadline; its process was killed."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "host.timed-out"
    zh: ClassVar[str] = "应用没有在规定时间内完成，本次操作没有生效，请稍后再试。"
    en: ClassVar[str] = "The mini-app did not finish in time. Please try again later."


class OutOfMemory(Refusal):
    """The guest reached one of the five store limits, or the operating system's."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "host.out-of-memory"
    zh: ClassVar[str] = "应用占用的内存超出限制，已停止运行，请向应用主管部门反映。"
    en: ClassVar[str] = "The mini-app used too much memory and was stopped. Please tell its department."


class OutputTooLarge(Refusal):
    """The answer of the guest is over `OUTPUT_BYTES`."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "host.output-too-large"
    zh: ClassVar[str] = "应用返回的内容超出限制，请向应用主管部门反映。"
    en: ClassVar[str] = "The mini-app answered with too much data. Please tell its department."


class InputTooLarge(Refusal):
    """What the person sent is over `INPUT_BYTES`, or a package over `PACKAGE_BYTES`."""

    kind: ClassVar[Kind] = Kind.TOO_LARGE
    code: ClassVar[str] = "host.input-too-large"
    zh: ClassVar[str] = "提交的内容太大，最多 {limit} 字节，请精简后再提交。"
    en: ClassVar[str] = "What you sent is too large; at most {limit} bytes are accepted."


class TooManyHostCalls(Refusal):
    """The guest asked the host for more than `HOST_CALLS` things in one call, or sent an oversized one."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "host.too-many-host-calls"
    zh: ClassVar[str] = "应用调用平台能力的次数超出限制，已停止运行，请向应用主管部门反映。"
    en: ClassVar[str] = "The mini-app asked too much of the platform and was stopped. Please tell its department."


class GuestFailed(Refusal):
    """The author's code raised; `type`, `message`, `file` and `line` are for the author, not for the person."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "host.guest-failed"
    zh: ClassVar[str] = "应用出现错误，本次操作没有完成，请稍后再试或向应用主管部门反映。"
    en: ClassVar[str] = "The mini-app made an error and did not finish. Please try later or tell its department."


class GuestTrapped(Refusal):
    """The guest's interpreter was stopped by the engine: it touched something that does not exist in there."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "host.guest-trapped"
    zh: ClassVar[str] = "应用执行了不允许的操作，已停止运行，请向应用主管部门反映。"
    en: ClassVar[str] = "The mini-app did something that is not allowed and was stopped. Please tell its department."


class AnswerMalformed(Refusal):
    """The guest's answer is not what the contract says; `reason` names the place, for the author."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "host.answer-malformed"
    zh: ClassVar[str] = "应用返回的内容不符合规范，无法显示，请向应用主管部门反映。"
    en: ClassVar[str] = "The mini-app's answer cannot be shown. Please tell its department."


class SandboxCrashed(Refusal):
    """The worker process died in the middle of the call. Nothing is known about the guest's guilt: may be retried."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "host.sandbox-crashed"
    zh: ClassVar[str] = "应用运行环境意外中断，请再试一次。"
    en: ClassVar[str] = "The mini-app's environment stopped unexpectedly. Please try again."


class SandboxAway(Refusal):
    """The sandbox server does not answer: not started, restarting, or shutting down."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "host.sandbox-away"
    zh: ClassVar[str] = "应用服务暂时不可用，请稍后再试。"
    en: ClassVar[str] = "Mini-apps are briefly unavailable. Please try again shortly."


class Busy(Refusal):
    """Too many calls are waiting already: an honest no now is better than a late one."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "host.busy"
    zh: ClassVar[str] = "当前办理人数较多，请稍后再试。"
    en: ClassVar[str] = "Too many people are using mini-apps right now. Please try again shortly."


class Paused(Refusal):
    """Its calls were stopped several times in a row; it is tried again in `retryAfter` seconds."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "host.paused"
    zh: ClassVar[str] = "这个应用接连出错，已暂停使用，请 {retryAfter} 秒后再试。"
    en: ClassVar[str] = "This mini-app keeps failing and is paused. Please try again in {retryAfter} seconds."


class ComponentRefused(Refusal):
    """A component is not of our WIT world, cannot be made ready, or takes too much to compile; `reason` says what."""

    kind: ClassVar[Kind] = Kind.INVALID
    code: ClassVar[str] = "host.component-refused"
    zh: ClassVar[str] = "小程序组件不符合要求：{reason}"
    en: ClassVar[str] = "The component was refused: {reason}"


class ImageNotGenuine(Refusal):
    """The compiled runtime image does not carry our MAC; it is machine code and is never loaded."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "host.image-not-genuine"
    zh: ClassVar[str] = "应用运行环境校验失败，请联系平台运维。"
    en: ClassVar[str] = "The mini-app runtime failed its check. Please tell the platform's operators."
