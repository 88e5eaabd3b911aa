"""What cases refuse besides the guards: see `refusals` for those."""

from backend.core.errors import Changed, Kind, Refusal


class CaseNotFound(Refusal):
    """There is no such case, or it is not this caller's to see: both look the same."""

    kind = Kind.NOT_FOUND
    code = "cases.not-found"
    zh = "没有找到这个办件。"
    en = "There is no such case, or it is not yours to see."


class NotNow(Refusal):
    """The transition table has no such step here; often somebody else was faster."""

    kind = Kind.CONFLICT
    code = "cases.not-now"
    zh = "办件的状态已经变化，现在不能做这一步，请刷新后再看。"
    en = "The case has moved on and this step is not possible now. Please reload and look again."


class IdTaken(Refusal):
    """A case of this id exists and is somebody else's."""

    kind = Kind.CONFLICT
    code = "cases.id-taken"
    zh = "这个办件编号已被使用，请重新提交。"
    en = "This id belongs to another case. Please submit again with a new one."


class ItemUnreadable(Refusal):
    """What was to be frozen is not an item."""

    kind = Kind.INVALID
    code = "cases.item-unreadable"
    zh = "事项内容不完整，暂时不能提交。"
    en = "The service item is incomplete, so nothing can be submitted for it."


class EnquiryWrong(Refusal):
    """Number and query code do not belong together; which of them is wrong is not said."""

    kind = Kind.NOT_FOUND
    code = "cases.enquiry-wrong"
    zh = "办件编号或查询码不对，请核对后再查。"
    en = "The case number or the query code is wrong. Please check both."


class TooManyEnquiries(Refusal):
    """Somebody tries codes."""

    kind = Kind.TOO_MANY
    code = "cases.too-many-enquiries"
    zh = "查询次数太多，请 {seconds} 秒后再试。"
    en = "Too many enquiries. Please try again in {seconds} seconds."


class FileNotHere(Refusal):
    """The file is not one of this case's."""

    kind = Kind.NOT_FOUND
    code = "cases.file-not-here"
    zh = "这个办件里没有这份材料。"
    en = "This case holds no such file."


class NumberTaken(Changed):
    """The number that was promised was drawn again meanwhile, a million cases later."""

    code = "cases.number-taken"
    zh = "办件编号刚刚被占用，请重新提交。"
    en = "The promised number was taken meanwhile. Please submit again."


class HandedInOtherwise(Changed):
    """What was promised to a mini-app no longer holds at the end of its call; the run is repeated."""

    code = "cases.handed-in-otherwise"
    zh = "办理条件刚刚有变化，请刷新后再提交。"
    en = "Something changed while this was handed in. Please reload and submit again."


class NeedsTap(Refusal):
    """A screen that is being drawn hands nothing in."""

    kind = Kind.FORBIDDEN
    code = "cases.needs-tap"
    zh = "只有在您点击提交后，应用才能代为提交申请。"
    en = "An application is handed in by a tap of the person, not while a screen is drawn."


class OneCaseOneTap(Refusal):
    """One tap hands in one application: the person saw one."""

    kind = Kind.TOO_MANY
    code = "cases.one-case-one-tap"
    zh = "一次点击只能提交一份申请。"
    en = "One tap hands in one application."


class ItemNotDeclared(Refusal):
    """`item`: the code that the manifest does not name."""

    kind = Kind.FORBIDDEN
    code = "cases.item-not-declared"
    zh = "应用没有登记事项“{item}”，不能代为申请。"
    en = "The manifest does not name the item {item}, so nothing is handed in for it."


class OtherDepartmentsItem(Refusal):
    """`item`: the code; `department`: who handles it at that place."""

    kind = Kind.FORBIDDEN
    code = "cases.other-departments-item"
    zh = "事项“{item}”由{department}办理，不属于本应用的主管部门。"
    en = "The item {item} is handled by {department}, not by the department of this mini-app."


class FileOfAnotherTap(Refusal):
    """`file`: an id that did not come with this tap."""

    kind = Kind.FORBIDDEN
    code = "cases.file-of-another-tap"
    zh = "只能提交您这一次选择的文件，{file} 不在其中。"
    en = "Only files that the person handed in with this tap may be used: {file} is not one of them."
