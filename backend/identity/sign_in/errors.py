"""What signing in refuses.

Refusal
├── TooManyCodes      429  codes asked for too often, for this phone or from this address
├── TooManyTries      429  codes or passwords tried too often
├── WrongCode         401  not the code that was sent last, used, too old, or tried five times
├── UnknownPersona    404  nobody of the demo world
└── DemoCodeNeeded    401  the page is open to a network, so a demo sign-in needs a code from the terminal
"""

from backend.core.errors import Kind, Refusal


class TooManyCodes(Refusal):
    """`retryAfter`: seconds."""

    kind = Kind.TOO_MANY
    code = "identity.too-many-codes"
    zh = "验证码获取过于频繁，请 {retryAfter} 秒后再试。"
    en = "Too many codes were requested. Please try again in {retryAfter} seconds."


class TooManyTries(Refusal):
    """`retryAfter`: seconds."""

    kind = Kind.TOO_MANY
    code = "identity.too-many-tries"
    zh = "尝试次数过多，请 {retryAfter} 秒后再试。"
    en = "Too many tries. Please try again in {retryAfter} seconds."


class WrongCode(Refusal):
    """Which of its reasons is not said."""

    kind = Kind.NOT_SIGNED_IN
    code = "identity.wrong-code"
    zh = "验证码不正确或已失效，请检查短信中的最新验证码，或重新获取。"
    en = "The code is wrong or no longer valid. Please use the newest one, or ask for another."


class UnknownPersona(Refusal):
    """The demo world has fixed people."""

    kind = Kind.NOT_FOUND
    code = "identity.unknown-persona"
    zh = "演示环境中没有这个角色，请从列表中选择。"
    en = "The demo world has no such persona. Please choose one from the list."


class DemoCodeNeeded(Refusal):
    """None was given, it is none of the codes, or it was used."""

    kind = Kind.NOT_SIGNED_IN
    code = "identity.demo-code-needed"
    zh = "请输入启动窗口中显示的一次性演示码，每个演示码只能使用一次。"
    en = "Please enter one of the one-time demo codes shown in the terminal; each works once."
