"""What the register of outside applications refuses."""

from backend.core.errors import Kind, Refusal


class OutsideAppNotFound(Refusal):
    """No such application is registered."""

    kind = Kind.NOT_FOUND
    code = "outside.not-found"
    zh = "没有登记这个应用。"
    en = "There is no such application in the register."


class NotYourApplication(Refusal):
    """Operators register for everybody, developers for their own department."""

    kind = Kind.FORBIDDEN
    code = "outside.not-your-application"
    zh = "这个应用由{department}主管，您不能登记或修改。"
    en = "This application belongs to {department}, so you cannot register or change it."


class ChangedMeanwhile(Refusal):
    """Somebody else changed the entry since it was read."""

    kind = Kind.CONFLICT
    code = "outside.changed-meanwhile"
    zh = "登记信息已被他人修改，请刷新后再改。"
    en = "Somebody changed the entry meanwhile. Please reload it first."


class StepImpossible(Refusal):
    """Migration goes its way; no state is jumped over."""

    kind = Kind.CONFLICT
    code = "outside.step-impossible"
    zh = "整合状态不能从“{before}”变为“{after}”。"
    en = "The migration cannot go from {before} to {after}."


class EntryIncomplete(Refusal):
    """The state needs a date, a reason or a mini-app."""

    kind = Kind.INVALID
    code = "outside.entry-incomplete"
    zh = "登记信息不完整：{reason}。"
    en = "The entry is incomplete: {reason}."
