"""What items refuses."""

from backend.core.errors import Kind, Refusal


class UnknownItem(Refusal):
    """No published item has this code on that day."""

    kind = Kind.NOT_FOUND
    code = "items.unknown-item"
    zh = "没有找到编码为 {item} 的政务服务事项，可能已取消，请重新搜索。"
    en = "No published item has the code {item}; it may have been withdrawn. Please search again."


class UnknownBundle(Refusal):
    """No published bundle has this code."""

    kind = Kind.NOT_FOUND
    code = "items.unknown-bundle"
    zh = "没有找到“{bundle}”这件事，请从列表中重新选择。"
    en = "There is no bundle {bundle}. Please choose from the list again."


class NotOfferedHere(Refusal):
    """Neither this place nor any above it handles the item."""

    kind = Kind.INVALID
    code = "items.not-offered-here"
    zh = "“{name}”由{levels}办理，请选择到这一级的地区。"
    en = "{name} is handled at the level {levels}. Please choose a place of that level."


class BadItemCode(Refusal):
    """The text is no implementation code: 18 characters of the body, 1 of the level, 12 of the basic code."""

    kind = Kind.INVALID
    code = "items.bad-item-code"
    zh = "实施编码应为 31 位（18 位统一社会信用代码、1 位行使层级、12 位基本编码），请核对。"
    en = "An implementation code has 31 characters (18 credit code, 1 level, 12 basic code). Please check it."


class NoSuchAnswer(Refusal):
    """An answer names a question or a choice that the item does not have."""

    kind = Kind.INVALID
    code = "items.no-such-answer"
    zh = "问题 {question} 没有选项 {answer}，请重新选择。"
    en = "The question {question} has no choice {answer}. Please choose again."


class ImportRefused(Refusal):
    """Something in the files is wrong, so nothing of them was taken; `faults` has each with place, cause and fix."""

    kind = Kind.INVALID
    code = "items.import-refused"
    zh = "文件有 {total} 处问题，全部未导入；第一处在 {first}，请按清单逐处改正。"
    en = "The files have {total} faults and nothing was imported; the first is at {first}. Please correct them all."


class ForbiddenDifference(Refusal):
    """A place may promise less time and say where to go; it may not ask for more or take longer."""

    kind = Kind.INVALID
    code = "items.override-not-allowed"
    zh = "{region} 不能改变“{element}”：各地只能缩短承诺时限，补充咨询方式、地址窗口、办公时间和便民形式。"
    en = (
        "{region} may not change {element}: a place may only shorten the promised time and add contacts, address, "
        "windows, opening hours and convenience forms."
    )


class UnknownVersion(Refusal):
    """There is no such version, or no such import."""

    kind = Kind.NOT_FOUND
    code = "items.unknown-version"
    zh = "没有找到这个版本，请刷新列表。"
    en = "There is no such version. Please refresh the list."


class WrongState(Refusal):
    """The version is not where this action begins."""

    kind = Kind.CONFLICT
    code = "items.wrong-state"
    zh = "“{name}”现在是“{state}”，不能“{action}”，请刷新列表。"
    en = "{name} is now {state}; {action} does not begin there. Please refresh the list."


class OwnWork(Refusal):
    """Who edited or submitted a version does not approve it."""

    kind = Kind.FORBIDDEN
    code = "items.own-work"
    zh = "您编辑或提交过“{name}”，须由另一人审核。"
    en = "You edited or submitted {name}; somebody else has to approve it."


class NotYourPlace(Refusal):
    """Staff of a department may say only what differs in their own department and region."""

    kind = Kind.FORBIDDEN
    code = "items.not-your-place"
    zh = "您只能维护本部门、本地区的事项差异，{name} 不在您的职责范围内。"
    en = "You may only maintain the differences of your own department and region; {name} is not among them."


class ReasonMissing(Refusal):
    """To reject or to cancel needs a reason that the editor, or the public, can read."""

    kind = Kind.INVALID
    code = "items.reason-missing"
    zh = "驳回或取消须写明理由。"
    en = "Please give a reason for rejecting or cancelling."


class NothingChosen(Refusal):
    """An action names versions or an import, one of the two."""

    kind = Kind.INVALID
    code = "items.nothing-chosen"
    zh = "请选择要处理的版本，或者指定一次导入，二者选一。"
    en = "Please choose versions or one import, one of the two."


class ValidityPast(Refusal):
    """A version cannot have been valid before it was approved: people were told otherwise."""

    kind = Kind.INVALID
    code = "items.validity-past"
    zh = "生效日期不能早于今天，请改为今天或以后。"
    en = "A version cannot take effect before today. Please choose today or later."


class UnknownExport(Refusal):
    """There is no export of that name."""

    kind = Kind.NOT_FOUND
    code = "items.unknown-export"
    zh = "没有名为 {file} 的导出文件，可选：{known}。"
    en = "There is no export {file}; there are {known}."
