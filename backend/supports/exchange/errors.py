"""What exchange refuses.

Refusal
├── UnknownFact       422  a name that no register knows
├── UnknownBasis      422  neither a consent's id nor a known clause
├── BeyondClause      403  the clause does not open these facts
├── NotEntitled       403  nobody who may act for the subject, nor staff of the recipient
├── NotYourChild      403  the register knows no such child of the subject
├── RegisterAway      503  a register does not answer, or not in time
├── RegisterUnclear   503  a register's answer makes no sense
├── AccessNotFound    404  no such read in one's own history
└── TooManyQuestions  429  enough was asked about one read
"""

from backend.core.errors import Kind, Refusal


class UnknownFact(Refusal):
    """`names`: the ones that are no facts."""

    kind = Kind.INVALID
    code = "exchange.unknown-fact"
    zh = "没有登记过这些数据项，请联系事项的主管部门更正表单。"
    en = "No register offers these data. Please ask the department of the item to correct its form."


class UnknownBasis(Refusal):
    """Nothing is read for a reason that cannot be named."""

    kind = Kind.INVALID
    code = "exchange.unknown-basis"
    zh = "没有说明有效的查询依据，请提供本人同意或法定依据。"
    en = "The read names no valid basis. Please give a consent or a clause of the law."


class BeyondClause(Refusal):
    """`names`: the ones that the clause does not open."""

    kind = Kind.FORBIDDEN
    code = "exchange.beyond-clause"
    zh = "所引用的法定依据不包括这些信息，请缩小查询范围。"
    en = "The clause of the law does not cover all of this data. Please ask for less."


class NotEntitled(Refusal):
    """For the subject, whoever may act for it, and staff with a post in the recipient department."""

    kind = Kind.FORBIDDEN
    code = "exchange.not-entitled"
    zh = "您不能查询这些信息：只有本人、监护人、单位代表、受委托人或承办部门的工作人员可以查询。"
    en = "You may not read this. Only the person, those who may act for them, or the department may."


class NotYourChild(Refusal):
    """A child of somebody else looks the same as none."""

    kind = Kind.FORBIDDEN
    code = "exchange.not-your-child"
    zh = "人口库中没有登记这名子女，请核对后重新选择。"
    en = "The population register knows no such child of yours. Please choose again."


class RegisterAway(Refusal):
    """`register` does not answer; nothing was read."""

    kind = Kind.UNAVAILABLE
    code = "exchange.register-away"
    zh = "数据共享服务暂时没有响应，请稍后再试，也可以先手工填写。"
    en = "A register does not answer at the moment. Please try again shortly, or fill in the data yourself."


class RegisterUnclear(Refusal):
    """What `register` answered cannot be so; nothing of it is used."""

    kind = Kind.UNAVAILABLE
    code = "exchange.register-unclear"
    zh = "数据共享服务返回的内容有误，已停止使用，请稍后再试，也可以先手工填写。"
    en = "A register's answer makes no sense and is not used. Please try later, or fill in the data yourself."


class AccessNotFound(Refusal):
    """Somebody else's looks the same as none."""

    kind = Kind.NOT_FOUND
    code = "exchange.access-not-found"
    zh = "没有找到这条查询记录。"
    en = "There is no such entry in your access history."


class TooManyQuestions(Refusal):
    """`most`: how many one read may have."""

    kind = Kind.TOO_MANY
    code = "exchange.too-many-questions"
    zh = "每条查询记录最多提问 {most} 次，请等待部门答复。"
    en = "You can ask at most {most} times about one entry. Please wait for the department's answer."
