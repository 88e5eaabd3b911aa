"""What consultations refuse."""

from backend.core.errors import Kind, Refusal


class ConsultationNotFound(Refusal):
    """No such consultation, or none that has been opened."""

    kind = Kind.NOT_FOUND
    code = "consultations.not-found"
    zh = "没有找到这次意见征集。"
    en = "There is no such consultation."


class ConsultationMovedOn(Refusal):
    """The consultation stands where this cannot be done."""

    kind = Kind.CONFLICT
    code = "consultations.moved-on"
    zh = "这次意见征集现在的状态不能进行此操作，请刷新后再看。"
    en = "The consultation does not stand where this can be done. Please reload it."


class TermTooShort(Refusal):
    """Thirty days, or a reason that everybody can read."""

    kind = Kind.INVALID
    code = "consultations.term-too-short"
    zh = "规范性文件公开征求意见一般不少于 {least} 天，这里只有 {days} 天；确需缩短的，请写明理由。"
    en = "Normative documents are open for at least {least} days, this for {days}; say why if it must be shorter."


class DatesUnusable(Refusal):
    """It ends before it begins, or begins in the past."""

    kind = Kind.INVALID
    code = "consultations.dates-unusable"
    zh = "征集的开始日期不能早于今天，结束日期要晚于开始日期。"
    en = "A consultation cannot begin before today, and must end after it begins."


class NotOpen(Refusal):
    """Comments are given and withdrawn from the first day to the last."""

    kind = Kind.CONFLICT
    code = "consultations.not-open"
    zh = "意见征集期为 {opens} 至 {closes}，现在不能提交或撤回意见。"
    en = "The consultation is open from {opens} to {closes}; comments are given and withdrawn in that time."


class SectionUnknown(Refusal):
    """The draft has no such section."""

    kind = Kind.INVALID
    code = "consultations.section-unknown"
    zh = "征求意见稿没有第 {section} 部分。"
    en = "The draft has no section {section}."


class TooManyComments(Refusal):
    """A person has a handful of comments on one draft."""

    kind = Kind.TOO_MANY
    code = "consultations.too-many-comments"
    zh = "您对这份征求意见稿已提交 {most} 条意见，请合并成一条后再提交。"
    en = "You have given {most} comments on this draft already. Please put them together."


class CommentNotFound(Refusal):
    """No such comment, or somebody else's, or it is withdrawn already."""

    kind = Kind.NOT_FOUND
    code = "consultations.comment-not-found"
    zh = "没有找到您的这条意见，它可能已经撤回。"
    en = "There is no such comment of yours; perhaps it was withdrawn."


class NotYourFirm(Refusal):
    """Who speaks for a body is its legal person or agent."""

    kind = Kind.FORBIDDEN
    code = "consultations.not-your-firm"
    zh = "您不是这家单位的法定代表人或经办人，不能代表它提意见。"
    en = "You are neither legal person nor agent of this body, so you cannot comment for it."


class CountsDisagree(Refusal):
    """Every comment is accounted for."""

    kind = Kind.INVALID
    code = "consultations.counts-disagree"
    zh = "共收到 {received} 条意见，您归纳了 {sorted} 条；每条意见都要有去处。"
    en = "{received} comments were received and {sorted} are accounted for; every comment needs its place."
