"""What forms refuses.

Refusal
├── DraftNotFound           404  not there, or not this person's
├── AlreadySubmitted        410  it became a case, on this device or another
├── DraftUnreadable         410  sealed under a key that is gone
├── TooManyDrafts           429  a person keeps so many at the most
├── ChangedElsewhere        409  another device saved other values for the same fields; shows both
├── StaleVersion            409  submitted in a version that is no longer the latest
├── UnknownField            422  the form has no such field
├── WrongType               422  a value that no control of this field can give
├── UnknownMaterial         422  this material is not asked for
├── NotLater                422  this material cannot be handed in afterwards
├── NotOnPaper              422  this material is handed in here, not at the window
├── TooManyFiles            422  more files than one material needs
├── NotCorrectable          422  this fact is changed at its register, not in an application
├── NoCommitment            422  this item is not handled upon notice and commitment
├── TooLarge                413  more than a form holds
├── PrincipalMustConsent    403  facts of another person, who has not agreed
├── ConsentGone             403  the consent under which the form was filled was taken back
├── FactsChanged            409  a register says something else since the person looked
├── FactsNotAgreed          403  facts are to be read, and the person has not been asked yet; shows the sheet
├── Incomplete              422  something is missing or wrong; names all of it
├── NotOneItem              409  this draft is a bundle's, and is handed in as one
└── NotABundle              409  this draft is a single item's
"""

from backend.core.errors import Kind, Refusal, Unagreed


class DraftNotFound(Refusal):
    """Somebody else's looks the same as none."""

    kind = Kind.NOT_FOUND
    code = "forms.draft-not-found"
    zh = "没有找到这份草稿，可能已删除或过期。"
    en = "There is no such draft; it may have been deleted or forgotten."


class AlreadySubmitted(Refusal):
    """`caseId`: the case or bundle that it became."""

    kind = Kind.GONE
    code = "forms.already-submitted"
    zh = "这份申请已经提交，请在“我的办件”中查看进度。"
    en = "This application was submitted already. Please see its progress under your cases."


class DraftUnreadable(Refusal):
    """Its key was retired, or the row was moved."""

    kind = Kind.GONE
    code = "forms.draft-unreadable"
    zh = "这份草稿已无法打开，请删除后重新填写。"
    en = "This draft can no longer be opened. Please delete it and start again."


class TooManyDrafts(Refusal):
    """`most`: how many a person keeps."""

    kind = Kind.TOO_MANY
    code = "forms.too-many-drafts"
    zh = "最多保存 {most} 份草稿，请先提交或删除不用的草稿。"
    en = "At most {most} drafts are kept. Please submit or delete some first."


class ChangedElsewhere(Refusal):
    """`version`, `savedAt`, and `fields` with both values: `what`, `key`, `title`, `yours`, `theirs`."""

    kind = Kind.CONFLICT
    code = "forms.changed-elsewhere"
    zh = "另一台设备上已修改了同样的内容，请选择保留哪一个。"
    en = "The same was changed on another device. Please choose which value to keep."


class StaleVersion(Refusal):
    """`version`: the latest one."""

    kind = Kind.CONFLICT
    code = "forms.stale-version"
    zh = "草稿在另一台设备上又有修改，请核对后再提交。"
    en = "The draft was changed on another device. Please look at it again before you submit."


class UnknownField(Refusal):
    """`fields`: their names."""

    kind = Kind.INVALID
    code = "forms.unknown-field"
    zh = "申请表没有这些栏目，请刷新后再填。"
    en = "The form has no such fields. Please reload it."


class WrongType(Refusal):
    """`fields`: their names."""

    kind = Kind.INVALID
    code = "forms.wrong-type"
    zh = "有的内容格式不对或过长，请修改后再保存。"
    en = "Some values are of the wrong type or too long. Please change them and save again."


class UnknownMaterial(Refusal):
    """`material`: its code."""

    kind = Kind.INVALID
    code = "forms.unknown-material"
    zh = "办理这件事不需要这项材料。"
    en = "This material is not asked for."


class NotLater(Refusal):
    """`material`: its code."""

    kind = Kind.INVALID
    code = "forms.not-later"
    zh = "这项材料不能容缺后补，请现在提交。"
    en = "This material cannot be handed in afterwards. Please hand it in now."


class NotOnPaper(Refusal):
    """`material`: its code."""

    kind = Kind.INVALID
    code = "forms.not-on-paper"
    zh = "这项材料可以直接上传，不用带到窗口。"
    en = "This material is uploaded here; it need not be brought to the window."


class TooManyFiles(Refusal):
    """`material`: its code; `most`: how many files one material has."""

    kind = Kind.INVALID
    code = "forms.too-many-files"
    zh = "每项材料最多上传 {most} 个文件。"
    en = "At most {most} files are accepted for one material."


class NotCorrectable(Refusal):
    """`fields`: their names."""

    kind = Kind.INVALID
    code = "forms.not-correctable"
    zh = "这项信息以登记为准，如有错误请先到登记部门更正。"
    en = "The register decides here. If it is wrong, please have the register corrected first."


class NoCommitment(Refusal):
    """Only items with 告知承诺 may be committed to."""

    kind = Kind.INVALID
    code = "forms.no-commitment"
    zh = "这个事项不实行告知承诺，请按要求提交材料。"
    en = "This item is not handled upon commitment. Please hand in the materials."


class TooLarge(Refusal):
    """`limit`: bytes."""

    kind = Kind.TOO_LARGE
    code = "forms.too-large"
    zh = "填写的内容太多，整份草稿最多 {limit} 字节。"
    en = "The draft is too large; at most {limit} bytes are kept."


class PrincipalMustConsent(Refusal):
    """An agent cannot agree to the reading of the principal's facts."""

    kind = Kind.FORBIDDEN
    code = "forms.principal-must-consent"
    zh = "读取委托人的信息需要委托人本人同意，您也可以直接填写。"
    en = "Only the person you act for can agree to this. You may also type it yourself."


class ConsentGone(Refusal):
    """`fields`: the facts that it covered."""

    kind = Kind.FORBIDDEN
    code = "forms.consent-gone"
    zh = "读取信息的授权已撤回或过期，请重新确认授权，或自行填写。"
    en = "The consent to read these facts has ended. Please give it again, or type them yourself."


class FactsNotAgreed(Unagreed):
    """`consent`: who would read which facts and what for, as the shell's own sheet shows it."""

    code = "forms.facts-not-agreed"
    zh = "代为填写前，需要您同意读取登记信息。"
    en = "Your consent is needed before registers may fill in the form."


class FactsChanged(Refusal):
    """`fields`: names of the form's fields."""

    kind = Kind.CONFLICT
    code = "forms.facts-changed"
    zh = "登记信息有更新，请重新读取并核对后再提交。"
    en = "A register says something else now. Please read it again and look before you submit."


class Incomplete(Refusal):
    """`missing`: everything at once, each with `what`, `key`, `title` and `problem`."""

    kind = Kind.INVALID
    code = "forms.incomplete"
    zh = "还有内容没有填完或需要修改，请补充后再提交。"
    en = "Something is still missing or wrong. Please complete it and submit again."


class NotOneItem(Refusal):
    """A bundle is submitted as one."""

    kind = Kind.CONFLICT
    code = "forms.not-one-item"
    zh = "这是“一件事”申请，请按一件事整体提交。"
    en = "This is a bundle; please submit it as a bundle."


class NotABundle(Refusal):
    """A single item is submitted as one."""

    kind = Kind.CONFLICT
    code = "forms.not-a-bundle"
    zh = "这是单个事项的申请，请按单个事项提交。"
    en = "This is an application for one item; please submit it as that."
