"""What delegations refuses.

Refusal
├── MayNotActFor             403  neither self, family, body nor delegation allows it
├── DelegateUnknown          422  name and phone together are nobody's
├── DelegateUnfit            422  known, but may not be appointed: `reason`
├── DelegationDates          422  begins in the past, ends before it begins, or lasts too long: `reason`
├── DelegationByMinor        422  who is not of age is represented by their parents
├── DelegationNotYoursToGive 403  only the legal person gives delegations of a body
├── TooManyDelegations       409  the principal has given as many as anybody needs
├── TooManyDelegateTries     429  names and phones are not to be tried out
└── DelegationUnknown        404  not one of the person's
"""

from backend.core.errors import Kind, Refusal


class MayNotActFor(Refusal):
    """Never given, not for this, not today, or ended; which of them is not said."""

    kind = Kind.FORBIDDEN
    code = "identity.may-not-act-for"
    zh = "您没有代办此事项的权限，请让本人在“我的委托”中授权后再试。"
    en = "You may not act for this person or body here. Please ask them for a delegation first."


class DelegateUnknown(Refusal):
    """Which of the two is wrong is not said."""

    kind = Kind.INVALID
    code = "identity.delegate-unknown"
    zh = "姓名和手机号不匹配，或对方尚未实名登记，请核对后再试。"
    en = "Nobody is registered under this name and phone together. Please check both and try again."


class DelegateUnfit(Refusal):
    """`reason`: oneself, minor or not-proved."""

    kind = Kind.INVALID
    code = "identity.delegate-unfit"
    zh = "不能委托此人（{reason}）：受托人应为已完成实名认证的成年人，且不是您本人。"
    en = "This person cannot be appointed ({reason}): a delegate is another adult who has proved their real name."


class DelegationDates(Refusal):
    """`reason`: past, order or too-long; `most` days are the longest term."""

    kind = Kind.INVALID
    code = "identity.delegation-dates"
    zh = "委托期限不正确（{reason}）：从今天或以后开始，最长 {most} 天。"
    en = "The dates are not acceptable ({reason}): begin today or later, for at most {most} days."


class DelegationByMinor(Refusal):
    """Parents act for them without a delegation."""

    kind = Kind.INVALID
    code = "identity.delegation-by-minor"
    zh = "未满十八周岁不能委托他人，由父母等监护人代为办理。"
    en = "Somebody under eighteen cannot delegate; their parents or guardians act for them."


class DelegationNotYoursToGive(Refusal):
    """An agent of a body cannot appoint another."""

    kind = Kind.FORBIDDEN
    code = "identity.delegation-not-yours-to-give"
    zh = "只有法定代表人可以代表单位委托他人。"
    en = "Only the legal representative can delegate for this body."


class TooManyDelegations(Refusal):
    """`most` may stand at one time."""

    kind = Kind.CONFLICT
    code = "identity.too-many-delegations"
    zh = "有效的委托已达 {most} 项，请先结束不再需要的委托。"
    en = "There are {most} delegations in force already. Please end those no longer needed first."


class TooManyDelegateTries(Refusal):
    """`retryAfter`: seconds to wait."""

    kind = Kind.TOO_MANY
    code = "identity.too-many-delegate-tries"
    zh = "尝试次数过多，请在 {retryAfter} 秒后再试。"
    en = "Too many tries. Please try again in {retryAfter} seconds."


class DelegationUnknown(Refusal):
    """Of other people, or never given."""

    kind = Kind.NOT_FOUND
    code = "identity.delegation-unknown"
    zh = "没有找到这项委托。"
    en = "This delegation was not found."
