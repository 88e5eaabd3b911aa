"""What people refuses.

Refusal
├── UnknownPerson      422  nobody is known under this phone
├── PersonNotFound     404  no such person (any more)
├── BadPersonData      422  a number, date or code of a person to be enrolled is not one
├── PhoneTaken         409  the phone belongs to somebody else
├── WeakPassword       422  too common, or made of the person's own data
└── WrongPassword      401  phone and password do not belong together
    (WrongCurrentPassword 422: the same on the change form, where 401 would sign the person out)
"""

from backend.core.errors import Kind, Refusal


class UnknownPerson(Refusal):
    """The phone is proved, but nobody is enrolled with it."""

    kind = Kind.INVALID
    code = "identity.unknown-person"
    zh = "该手机号尚未登记，请先到就近的政务服务窗口办理实名登记。"
    en = "Nobody is registered with this phone yet. Please register at a service window first."


class PersonNotFound(Refusal):
    """The id names nobody."""

    kind = Kind.NOT_FOUND
    code = "identity.person-not-found"
    zh = "没有找到该人员的登记信息。"
    en = "There is no record of this person."


class BadPersonData(Refusal):
    """`field` and `reason` say what; the value is not repeated."""

    kind = Kind.INVALID
    code = "identity.bad-person-data"
    zh = "登记信息不正确：{field}（{reason}），请核对后再试。"
    en = "The record is not acceptable: {field} ({reason}). Please check it and try again."


class PhoneTaken(Refusal):
    """A phone signs one person in, so it belongs to one person."""

    kind = Kind.CONFLICT
    code = "identity.phone-taken"
    zh = "该手机号已登记在其他人名下，请更换手机号。"
    en = "This phone is registered for somebody else. Please use another one."


class WeakPassword(Refusal):
    """`reason`: common, repeated, sequence, phone or name."""

    kind = Kind.INVALID
    code = "identity.weak-password"
    zh = "密码太容易被猜到（{reason}），请换一个更难猜的密码。"
    en = "This password is too easy to guess ({reason}). Please choose another one."


class WrongPassword(Refusal):
    """The same whether the phone is unknown, has no password, or the password is wrong."""

    kind = Kind.NOT_SIGNED_IN
    code = "identity.wrong-password"
    zh = "手机号或密码不正确，请检查后重试，也可以用短信验证码登录。"
    en = "The phone or the password is not right. Please try again, or sign in with a code."


class WrongCurrentPassword(Refusal):
    """Changing a password needs the present one."""

    kind = Kind.INVALID
    code = "identity.wrong-current-password"
    zh = "当前密码不正确，请重新输入。"
    en = "The current password is not right. Please enter it again."
