"""What cases refuse besides the guards: see `refusals` for those."""

from backend.core.errors import Kind, Refusal


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
