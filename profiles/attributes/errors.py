"""What attributes refuse.

Refusal
├── UnknownAttribute     404  the catalogue has no such attribute for this subject
├── NotDeclarable        422  registers say this, or nobody may
├── UnsuitableValue      422  not of the attribute's kind, or none of its values
├── FirmNotYours         404  no firm for which the person speaks
├── NothingToCorrect     422  nothing is known there, or only what the person said
├── CorrectYourself      422  the person can change it themselves
├── CorrectionPending    409  the same value is being checked already
├── TooManyCorrections   429  enough were asked today
├── CorrectionNotFound   404  not one's own, or not of one's department
├── CorrectionAnswered   409  somebody answered it already
├── OwnCorrection        403  nobody answers what they asked themselves
├── TagUnknown           404  no tag has this id
└── FactUnfit            422  no fact that a definition may be tried on
"""

from backend.core.errors import Kind, Refusal


class UnknownAttribute(Refusal):
    """`name`."""

    kind = Kind.NOT_FOUND
    code = "profiles.unknown-attribute"
    zh = "没有“{name}”这项信息。"
    en = "There is no attribute {name}."


class NotDeclarable(Refusal):
    """`name`."""

    kind = Kind.INVALID
    code = "profiles.not-declarable"
    zh = "这项信息由登记机关记载，不能自己填写；如果有误，请申请核对更正。"
    en = "A register says this, so it cannot be filled in here. If it is wrong, please ask for a correction."


class UnsuitableValue(Refusal):
    """`name`, and `choices` when only these may be."""

    kind = Kind.INVALID
    code = "profiles.unsuitable-value"
    zh = "填写的内容不符合要求，请重新选择。"
    en = "This value does not suit the attribute. Please choose another one."


class FirmNotYours(Refusal):
    """Somebody else's firm looks the same as none."""

    kind = Kind.NOT_FOUND
    code = "profiles.firm-not-yours"
    zh = "没有找到由您代表的这家单位。"
    en = "There is no such firm for which you may speak."


class NothingToCorrect(Refusal):
    """Corrections go to a source, so there must be a value of one."""

    kind = Kind.INVALID
    code = "profiles.nothing-to-correct"
    zh = "这项信息没有来自登记机关的记录，无需申请更正。"
    en = "No source says anything here, so there is nothing to correct."


class CorrectYourself(Refusal):
    """No department keeps it."""

    kind = Kind.INVALID
    code = "profiles.correct-yourself"
    zh = "这项信息由您本人填写，可以直接修改。"
    en = "This was filled in by you, and you can change it yourself."


class CorrectionPending(Refusal):
    """One check at a time."""

    kind = Kind.CONFLICT
    code = "profiles.correction-pending"
    zh = "这项信息正在核对中，请等待来源部门答复。"
    en = "This is being checked already. Please wait for the department's answer."


class TooManyCorrections(Refusal):
    """`most`: how many one person may ask for in a day."""

    kind = Kind.TOO_MANY
    code = "profiles.too-many-corrections"
    zh = "每天最多申请核对 {most} 项信息，请明天再申请，或拨打 12345。"
    en = "You can ask for at most {most} corrections a day. Please go on tomorrow, or call 12345."


class CorrectionNotFound(Refusal):
    """Another department's looks the same as none."""

    kind = Kind.NOT_FOUND
    code = "profiles.correction-not-found"
    zh = "没有找到这项核对申请。"
    en = "This request for a correction was not found."


class CorrectionAnswered(Refusal):
    """The first answer stands."""

    kind = Kind.CONFLICT
    code = "profiles.correction-answered"
    zh = "这项核对申请已经有人答复。"
    en = "This request was answered already."


class OwnCorrection(Refusal):
    """Staff are residents, too."""

    kind = Kind.FORBIDDEN
    code = "profiles.own-correction"
    zh = "您不能答复自己提出的核对申请，请由同事办理。"
    en = "You cannot answer your own request. Please leave it to a colleague."


class TagUnknown(Refusal):
    """Tags are data of the platform."""

    kind = Kind.NOT_FOUND
    code = "profiles.tag-unknown"
    zh = "没有这个标签。"
    en = "There is no such tag."


class FactUnfit(Refusal):
    """`attribute`: of a trial."""

    kind = Kind.INVALID
    code = "profiles.fact-unfit"
    zh = "试算的“{attribute}”不能这样填写：没有这个属性，或取值不对。"
    en = "{attribute} cannot be tried so: there is no such attribute, or it has no such value."
