"""What the studio refuses.

Refusal
├── DraftNotFound     404  no draft has this id
├── DraftExists       409  somebody works on it already
├── CodeTaken         409  something is published under this code
├── DraftMoved        409  somebody else has changed it meanwhile
├── DraftElsewhere    409  it is in another state
├── DraftUnsound      422  the machine finds faults
├── NothingChanged    422  it says what the newest version says
├── NotByEditor       403  two people, not one
├── NotYourDraft      403  only who works on a draft gives it up
└── DayPast           422  nothing begins in the past
"""

from backend.core.errors import Kind, Refusal


class DraftNotFound(Refusal):
    """By id."""

    kind = Kind.NOT_FOUND
    code = "studio.draft-not-found"
    zh = "没有找到这份草稿。"
    en = "This draft was not found."


class DraftExists(Refusal):
    """`code`."""

    kind = Kind.CONFLICT
    code = "studio.draft-exists"
    zh = "“{code}”已有一份未发布的草稿，请打开那一份继续。"
    en = "There is an open draft of {code}. Please go on with that one."


class CodeTaken(Refusal):
    """`code`."""

    kind = Kind.CONFLICT
    code = "studio.code-taken"
    zh = "编号“{code}”已被使用，请换一个，或从已发布的版本开始修改。"
    en = "The code {code} is taken. Please choose another one, or begin with the published version."


class DraftMoved(Refusal):
    """The edit sent is not the present one."""

    kind = Kind.CONFLICT
    code = "studio.draft-moved"
    zh = "这份草稿刚被别人改过，请重新打开，核对后再提交。"
    en = "Somebody else has just changed this draft. Please open it again and look at it."


class DraftElsewhere(Refusal):
    """`state`: where it is."""

    kind = Kind.CONFLICT
    code = "studio.draft-elsewhere"
    zh = "这份草稿现在的状态是“{state}”，不能这样操作。"
    en = "The draft is {state}, so this cannot be done."


class DraftUnsound(Refusal):
    """`faults`: path, code, cause and fix of each."""

    kind = Kind.INVALID
    code = "studio.unsound"
    zh = "机器检查发现 {total} 处问题，请逐处改正后再提交。"
    en = "The check has found {total} faults. Please correct them first."


class NothingChanged(Refusal):
    """Compared with the newest version that was published."""

    kind = Kind.INVALID
    code = "studio.nothing-changed"
    zh = "与最新发布的版本没有差别，不用提交。"
    en = "It is the same as the newest published version, so there is nothing to submit."


class NotByEditor(Refusal):
    """Whoever wrote in a draft or submitted it does not decide it."""

    kind = Kind.FORBIDDEN
    code = "studio.not-by-editor"
    zh = "您编辑或提交过这份草稿，须由另一位同事审批。"
    en = "You wrote or submitted this draft, so another person must decide."


class NotYourDraft(Refusal):
    """Others may refuse it, with a reason."""

    kind = Kind.FORBIDDEN
    code = "studio.not-your-draft"
    zh = "只有编辑过这份草稿的人可以放弃它。"
    en = "Only those who have worked on a draft can give it up."


class DayPast(Refusal):
    """The day from which a version counts."""

    kind = Kind.INVALID
    code = "studio.day-past"
    zh = "生效日期不能早于今天。"
    en = "It cannot count from a day that is over."
