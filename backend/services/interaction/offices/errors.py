"""What every room of the shelf refuses in the same way."""

from backend.core.errors import Kind, Refusal


class NotYourOffice(Refusal):
    """The member of staff has no post in this department and region."""

    kind = Kind.FORBIDDEN
    code = "interaction.not-your-office"
    zh = "您的岗位不在{department}，不能办理。"
    en = "Your post is not in this office: {department}."


class RegionUnknown(Refusal):
    """No division has this code."""

    kind = Kind.INVALID
    code = "interaction.region-unknown"
    zh = "没有代码为 {code} 的行政区划。"
    en = "There is no administrative division with the code {code}."


class FileNotHere(Refusal):
    """The file does not belong to this."""

    kind = Kind.NOT_FOUND
    code = "interaction.file-not-here"
    zh = "没有找到这个附件。"
    en = "There is no such attachment here."


class SecondPersonNeeded(Refusal):
    """Who wrote it does not check it (双人复核)."""

    kind = Kind.FORBIDDEN
    code = "interaction.second-person-needed"
    zh = "撰写人不能审核自己的内容，请由本单位另一位工作人员审核。"
    en = "Whoever wrote this cannot check it. Please let a colleague of the department do so."
