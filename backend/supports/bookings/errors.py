"""What bookings refuses."""

from backend.core.errors import Changed, Kind, Refusal


class ResourceNotFound(Refusal):
    """No such resource, or not this owner's."""

    kind = Kind.NOT_FOUND
    code = "bookings.resource-not-found"
    zh = "没有找到这个预约项目。"
    en = "There is no such thing to book."


class SlotNotFound(Refusal):
    """No such time, or not this owner's."""

    kind = Kind.NOT_FOUND
    code = "bookings.slot-not-found"
    zh = "没有找到这个预约时段。"
    en = "There is no such time to book."


class BookingNotFound(Refusal):
    """No such booking of this person; somebody else's looks the same as none."""

    kind = Kind.NOT_FOUND
    code = "bookings.not-found"
    zh = "没有找到这条预约。"
    en = "You have no such booking."


class DrawNotFound(Refusal):
    """The resource never had a rush."""

    kind = Kind.NOT_FOUND
    code = "bookings.draw-not-found"
    zh = "这个预约项目没有抽签记录。"
    en = "There was no draw for this."


class SlotClosed(Refusal):
    """The time has begun, or takes nobody new."""

    kind = Kind.CONFLICT
    code = "bookings.slot-closed"
    zh = "这个时段已停止预约，请选择其他时段。"
    en = "This time can no longer be booked. Please choose another one."


class SlotFull(Refusal):
    """Every place is held, booked or owed to somebody in line."""

    kind = Kind.CONFLICT
    code = "bookings.slot-full"
    zh = "这个时段已约满，可以选择其他时段或排队等候。"
    en = "This time is full. Please choose another one, or join the waiting line."


class SlotHasPlaces(Refusal):
    """There is nothing to wait for."""

    kind = Kind.CONFLICT
    code = "bookings.slot-has-places"
    zh = "这个时段还有名额，可以直接预约。"
    en = "This time still has places. Please book it directly."


class NotOpenYet(Refusal):
    """The rush has not been drawn yet; one may join the line."""

    kind = Kind.CONFLICT
    code = "bookings.not-open-yet"
    zh = "预约将于 {opensAt} 开放，现在可以先排队，开放时统一抽签。"
    en = "Booking opens at {opensAt}. Join the line now; places are drawn by lot at the opening."


class TooManyOpen(Refusal):
    """The person has as many open bookings of this resource as it allows."""

    kind = Kind.TOO_MANY
    code = "bookings.too-many-open"
    zh = "同一项目最多同时预约 {most} 个，请先办理或取消已有预约。"
    en = "You may have at most {most} open bookings of this at once. Please use or cancel one first."


class AlreadyHere(Refusal):
    """One person, one place in a slot or in its line."""

    kind = Kind.CONFLICT
    code = "bookings.already-here"
    zh = "您已经预约或正在排队等候这个时段。"
    en = "You already have a place, or wait for one, at this time."


class HoldLapsed(Refusal):
    """The place went to somebody else, or was given back."""

    kind = Kind.GONE
    code = "bookings.hold-lapsed"
    zh = "为您保留的名额已失效，请重新预约。"
    en = "The place is no longer kept for you. Please book again."


class NothingHeld(Refusal):
    """Whoever waits in line has no place to confirm yet."""

    kind = Kind.CONFLICT
    code = "bookings.nothing-held"
    zh = "您还在排队等候，有名额时会通知您。"
    en = "You are still waiting in line. You will be told when there is a place."


class TooLate(Refusal):
    """What has begun cannot be cancelled."""

    kind = Kind.CONFLICT
    code = "bookings.too-late"
    zh = "预约时段已经开始，不能取消。"
    en = "The time has begun, so it cannot be cancelled any more."


class PlanUnusable(Refusal):
    """Times of a weekday overlap, or are shorter than one slot."""

    kind = Kind.INVALID
    code = "bookings.plan-unusable"
    zh = "星期{weekday}的开放时间有重叠，或不足一个时段。"
    en = "The opening times of weekday {weekday} overlap or are shorter than one slot."


class PlaceUnknown(Refusal):
    """No division has this code."""

    kind = Kind.INVALID
    code = "bookings.place-unknown"
    zh = "没有代码为 {code} 的行政区划。"
    en = "There is no administrative division with the code {code}."


class NotYourResource(Refusal):
    """The member of staff does not act for this owner."""

    kind = Kind.FORBIDDEN
    code = "bookings.not-your-resource"
    zh = "只能管理本部门应用的预约项目。"
    en = "You can only manage bookings of your own department's mini-apps."


class OpeningOutOfReach(Refusal):
    """A rush needs time for people to join its line, and nobody remembers one for more than a year."""

    kind = Kind.INVALID
    code = "bookings.opening-out-of-reach"
    zh = "集中预约的开放时间必须在现在之后、一年之内。"
    en = "The opening of a rush must lie in the future, within a year."


class RushUnderWay(Refusal):
    """The opening has passed and the draw is being made."""

    kind = Kind.CONFLICT
    code = "bookings.rush-under-way"
    zh = "正在抽签，请稍后再修改。"
    en = "The draw is being made. Please change it afterwards."


class Overtaken(Changed):
    """What a run had promised no longer fits: somebody took the place, or time passed. Nothing was written."""

    code = "bookings.overtaken"
    zh = "名额刚刚发生变化，请重新选择。"
    en = "The places changed a moment ago. Please choose again."
