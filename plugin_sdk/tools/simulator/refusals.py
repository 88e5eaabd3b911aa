"""What the simulator refuses, with the codes and words of the product, so that an author meets them here first."""

from typing import Any

from plugin_sdk.tools.problem import Words

Status = int

REFUSALS: dict[str, tuple[Status, str, str]] = {
    "core.not-found": (404, "没有找到您要的内容。", "What you asked for was not found."),
    "core.wrong-method": (405, "这个地址不支持这种操作。", "This address does not support that method."),
    "core.unreadable": (400, "请求的格式无法识别：{reason}。", "The request cannot be read: {reason}."),
    "core.too-large": (
        413,
        "内容太大，最多 {limit} 字节。",
        "The content is too large; at most {limit} bytes are accepted.",
    ),
    "core.wrong-media-type": (415, "只接受 JSON 格式的内容。", "Only JSON content is accepted."),
    "host.unknown-mini-app": (
        404,
        "没有找到这项服务，它可能已经下线。",
        "This service was not found; it may have been withdrawn.",
    ),
    "host.unknown-screen": (404, "这项服务没有您要打开的页面。", "This service has no such screen."),
    "host.unknown-action": (404, "这项服务不支持这种操作。", "This service has no such action."),
    "host.too-many-calls": (
        429,
        "操作过于频繁，请 {retryAfter} 秒后再试。",
        "Too many calls of this service. Please try again in {retryAfter} seconds.",
    ),
    "host.consent-needed": (
        403,
        "办理前需要您同意使用相关信息。",
        "Your consent is needed before your data can be used.",
    ),
    "host.not-granted": (
        403,
        "应用没有获得“{capability}”能力。",
        "The capability {capability} was not granted to this mini-app.",
    ),
    "host.purpose-not-declared": (
        403,
        "应用没有为这些信息登记用途“{purpose}”。",
        "The manifest declares no purpose {purpose} with these fields.",
    ),
    "host.payload-refused": (
        422,
        "应用请求的内容不符合规范：{reason}",
        "The capability payload was refused: {reason}",
    ),
    "host.too-many-writes": (
        429,
        "应用一次操作的写入次数超过上限 {limit}。",
        "One call may write at most {limit} times.",
    ),
    "host.store-full": (
        429,
        "应用为您保存的内容已达上限 {limit} 项。",
        "The mini-app already keeps {limit} entries for you.",
    ),
    "host.quota-used": (
        429,
        "您使用本应用这项功能的次数已达上限 {limit} 次（{quota}），请 {retryAfter} 秒后再试。",
        "The quota {quota} of {limit} is used up. Please try again in {retryAfter} seconds.",
    ),
    "host.fetch-not-here": (
        403,
        "绘制页面时不能用 POST 访问外部系统，请放到操作里。",
        "A screen that is being drawn may not POST; do it in an action.",
    ),
    "host.gesture-missing": (403, "请在服务页面上操作。", "Please act on a screen of the service."),
    "host.gesture-refused": (
        403,
        "页面已失效，请重新打开后再操作。",
        "This screen is no longer valid. Please open it again.",
    ),
    "host.gesture-spent": (
        409,
        "这个页面上的操作已经提交，请重新打开后再操作。",
        "This screen was already used. Please open it again.",
    ),
    "host.launch-not-declared": (
        403,
        "这项服务没有登记打开“{app}”的权限。",
        "This service has not declared that it opens {app}.",
    ),
    "host.launch-unfit": (
        422,
        "要打开的服务不接受这样的请求。",
        "The service to be opened does not take this request.",
    ),
    "host.intent-refused": (
        403,
        "跳转已失效，请返回原来的服务重新打开。",
        "This link between services is no longer valid. Please open it again from where you came.",
    ),
    "host.intent-spent": (
        409,
        "这次跳转已经使用过，请返回原来的服务重新打开。",
        "This link between services was already used. Please open it again from where you came.",
    ),
    "host.timed-out": (
        503,
        "应用没有在规定时间内完成，本次操作没有生效，请稍后再试。",
        "The mini-app did not finish in time. Please try again later.",
    ),
    "host.out-of-memory": (
        503,
        "应用占用的内存超出限制，已停止运行，请向应用主管部门反映。",
        "The mini-app used too much memory and was stopped. Please tell its department.",
    ),
    "host.output-too-large": (
        503,
        "应用返回的内容超出限制，请向应用主管部门反映。",
        "The mini-app answered with too much data. Please tell its department.",
    ),
    "host.input-too-large": (
        413,
        "提交的内容太大，最多 {limit} 字节，请精简后再提交。",
        "What you sent is too large; at most {limit} bytes are accepted.",
    ),
    "host.too-many-host-calls": (
        503,
        "应用调用平台能力的次数超出限制，已停止运行，请向应用主管部门反映。",
        "The mini-app asked too much of the platform and was stopped. Please tell its department.",
    ),
    "host.guest-failed": (
        503,
        "应用出现错误，本次操作没有完成，请稍后再试或向应用主管部门反映。",
        "The mini-app made an error and did not finish. Please try later or tell its department.",
    ),
    "host.guest-trapped": (
        503,
        "应用执行了不允许的操作，已停止运行，请向应用主管部门反映。",
        "The mini-app did something that is not allowed and was stopped. Please tell its department.",
    ),
    "host.answer-malformed": (
        503,
        "应用返回的内容不符合规范，无法显示，请向应用主管部门反映。",
        "The mini-app's answer cannot be shown. Please tell its department.",
    ),
    "identity.purpose-unknown": (
        422,
        "没有登记过这项用途，无法授权。",
        "This purpose is not registered, so it cannot be consented to.",
    ),
    "identity.consent-text-changed": (
        422,
        "授权说明已更新，请重新阅读后再确认。",
        "The text of this consent has changed. Please read it again before you agree.",
    ),
    "identity.consent-beyond-purpose": (
        422,
        "授权的信息超出了该用途所需的范围。",
        "The consent names data that this purpose does not need.",
    ),
    "identity.consent-unknown": (404, "没有找到这条授权记录。", "This consent was not found."),
}
"""Code to status and words; a test holds every one of them equal to the product's."""

OWN: dict[str, tuple[Status, str, str]] = {
    "simulator.other-origin": (
        403,
        "模拟器只回应本机打开的页面。",
        "The simulator answers only pages that were opened from itself on this machine.",
    ),
    "simulator.no-package": (
        503,
        "小程序还没有一个能运行的版本，请先改正列出的问题。",
        "The mini-app has no version that runs yet. Please correct the problems that are listed.",
    ),
    "simulator.unknown-persona": (404, "没有这个模拟人物。", "There is no such persona."),
    "simulator.failed": (
        500,
        "模拟器自身出错：{reason}",
        "The simulator itself failed: {reason}",
    ),
}
"""What only the simulator refuses."""


class Refused(Exception):
    """An expected refusal, by its code; `params` fill the words and travel with them."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
        self.status, zh, en = (REFUSALS | OWN)[code]
        plain = {name: value for name, value in params.items() if isinstance(value, str | int)}
        self.words = Words(zh=zh, en=en).filled(**plain)

    def as_problem(self, lang: str) -> dict[str, Any]:
        """RFC 9457 problem details, member for member as the product sends them."""
        words = self.words.say(lang)
        return {
            "type": f"/problems/{self.code}",
            "title": words,
            "status": self.status,
            "detail": words,
            "code": self.code,
            "titleEn": self.words.en,
            "detailEn": self.words.en,
            "traceId": "0" * 32,
            "params": self.params,
        }


class EndsCall(Refused):
    """A refusal that ends the call wherever the guest is, so that no author can talk past it."""
