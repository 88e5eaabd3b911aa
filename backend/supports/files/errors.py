"""What the files room refuses."""

from backend.core.errors import Kind, Refusal


class FileMissing(Refusal):
    """There is no such file of this person; somebody else's looks the same as none."""

    kind = Kind.NOT_FOUND
    code = "files.not-found"
    zh = "没有找到这个文件。"
    en = "There is no such file of yours."


class KindRefused(Refusal):
    """Neither a JPEG, PNG or WebP picture nor a PDF, whatever its name says."""

    kind = Kind.INVALID
    code = "files.kind-refused"
    zh = "只能上传照片（JPG、PNG、WebP）或 PDF，请换一个文件。"
    en = "Only pictures (JPEG, PNG, WebP) and PDF files can be handed in. Please choose another file."


class PictureRefused(Refusal):
    """Damaged, or larger in pixels than any camera takes."""

    kind = Kind.INVALID
    code = "files.picture-refused"
    zh = "这张照片打不开或尺寸过大，请重新拍摄。"
    en = "This picture cannot be opened or is too large. Please take it again."


class DocumentRefused(Refusal):
    """A PDF that runs programs or carries other files, or is damaged."""

    kind = Kind.INVALID
    code = "files.document-refused"
    zh = "这个 PDF 已损坏，或含有脚本、附件，请另存为普通 PDF 再上传。"
    en = "This PDF is damaged, or holds scripts or attachments. Please save it as a plain PDF."


class TooManyFiles(Refusal):
    """More than anybody's cases need in a day."""

    kind = Kind.TOO_MANY
    code = "files.too-many"
    zh = "今天上传的文件太多了，请明天再试。"
    en = "You have handed in too many files today. Please try again tomorrow."


class FileHeld(Refusal):
    """It was handed in with an application and belongs to its record."""

    kind = Kind.CONFLICT
    code = "files.held"
    zh = "这份材料已经随申请提交，不能删除。"
    en = "This file was handed in with an application and cannot be removed."


class MalwareFound(Refusal):
    """The scanner knows this content; `name` is what it calls it."""

    kind = Kind.INVALID
    code = "files.malware-found"
    zh = "这份文件含有恶意程序，没有保存。请换一份文件，或重新拍照上传。"
    en = "This file carries malware and was not kept. Please use another file, or take a new picture."


class ScannerAway(Refusal):
    """Nobody could look for malware: nothing is kept unseen."""

    kind = Kind.UNAVAILABLE
    code = "files.scanner-away"
    zh = "文件安全检查暂时不可用，文件没有保存。请稍后再试。"
    en = "Files cannot be checked at the moment, so yours was not kept. Please try again later."


class StoreAway(Refusal):
    """The object store does not answer."""

    kind = Kind.UNAVAILABLE
    code = "files.store-away"
    zh = "文件存储暂时不可用，请稍后再试。"
    en = "Files cannot be kept or read at the moment. Please try again later."
