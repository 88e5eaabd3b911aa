"""What the counter refuses."""

from backend.core.errors import Kind, Refusal


class PersonUnreadable(Refusal):
    """The number is not that of a resident identity card."""

    kind = Kind.INVALID
    code = "desk.person-unreadable"
    zh = "身份证号码有误，请核对后再录入。"
    en = "This is not a valid resident identity number. Please check it."


class PersonMismatch(Refusal):
    """The number is known under another name."""

    kind = Kind.INVALID
    code = "desk.person-mismatch"
    zh = "姓名与身份证号码不一致，请核对证件。"
    en = "Name and identity number do not belong together. Please check the card."


class QuestionOpen(Refusal):
    """The scenario is not settled, so nobody knows what is needed."""

    kind = Kind.INVALID
    code = "desk.question-open"
    zh = "还有情形问题没有回答：{question}"
    en = "A scenario question is still open: {question}"


class FieldsWrong(Refusal):
    """Required fields are empty, or fields were sent that the item does not have."""

    kind = Kind.INVALID
    code = "desk.fields-wrong"
    zh = "表单没有填对。缺少：{missing}；没有这些字段：{unknown}；选项不对：{chosen}。"
    en = "The form is not right. Missing: {missing}. Unknown fields: {unknown}. Not a choice: {chosen}."


class MaterialUnknown(Refusal):
    """The item does not call for this material here."""

    kind = Kind.INVALID
    code = "desk.material-unknown"
    zh = "这个事项在这种情形下不需要这些材料：{codes}。"
    en = "The item does not call for these materials in this situation: {codes}."


class NotAtWindow(Refusal):
    """The officer does not sit at the window that they name."""

    kind = Kind.CONFLICT
    code = "desk.not-at-window"
    zh = "您现在没有坐在“{window}”，不能以这个窗口的名义收件。请先到“窗口叫号”选好窗口，再收件。"
    en = "You do not sit at {window} now, so nothing can be taken in there. Please take your seat first."


class NoCommitmentHere(Refusal):
    """The item is not handled upon notice and commitment."""

    kind = Kind.INVALID
    code = "desk.no-commitment"
    zh = "“{name}”不实行告知承诺，请按要求收取材料。"
    en = "{name} is not handled upon commitment. Please take in the materials."


class CommitmentOutdated(Refusal):
    """The text that was read out is not the one that holds now."""

    kind = Kind.CONFLICT
    code = "desk.commitment-outdated"
    zh = "告知承诺书已更新，请刷新页面，请申请人看过新的内容后再承诺。"
    en = "The text of the commitment has changed. Please reload, and let the applicant read the new one."


class NotAcrossPlaces(Refusal):
    """The item is handled at its own place only."""

    kind = Kind.CONFLICT
    code = "desk.not-across-places"
    zh = "“{name}”不能由其他地方代收，请引导申请人到 {department} 办理或网上办理。"
    en = "{name} cannot be taken in by another place. Please send the applicant to {department}, or on line."
