"""What windows refuses."""

from backend.core.errors import Kind, Refusal


class HallNotFound(Refusal):
    """No hall has this code."""

    kind = Kind.NOT_FOUND
    code = "windows.hall-not-found"
    zh = "没有找到这个办事大厅。"
    en = "There is no such service hall."


class WhereMissing(Refusal):
    """Nearest to what was not said."""

    kind = Kind.INVALID
    code = "windows.where-missing"
    zh = "请提供经纬度（lon、lat）或者所在地区（regionCode）。"
    en = "Please give a position (lon, lat) or a region (regionCode)."


class RegionUnknown(Refusal):
    """No division has this code."""

    kind = Kind.INVALID
    code = "windows.region-unknown"
    zh = "没有代码为 {code} 的行政区划。"
    en = "There is no administrative division with the code {code}."


class NotYourHall(Refusal):
    """The member of staff has no post that covers this hall."""

    kind = Kind.FORBIDDEN
    code = "windows.not-your-hall"
    zh = "您的岗位不在这个大厅，不能进行此操作。"
    en = "Your post does not cover this hall."


class HallChangedElsewhere(Refusal):
    """Somebody else changed the hall since it was read."""

    kind = Kind.CONFLICT
    code = "windows.hall-changed-elsewhere"
    zh = "大厅信息已被他人修改（您的版本 {yours}，现在是 {theirs}），请刷新后再改。"
    en = "Somebody changed the hall meanwhile (you have version {yours}, it is {theirs}). Please reload it first."


class HoursUnusable(Refusal):
    """Stretches of a weekday overlap or are empty."""

    kind = Kind.INVALID
    code = "windows.hours-unusable"
    zh = "星期{weekday}的开放时间有重叠或者为空。"
    en = "The opening hours of weekday {weekday} overlap or are empty."


class LinesUnusable(Refusal):
    """A letter or number stands twice, a window serves no line, or no line serves every item."""

    kind = Kind.INVALID
    code = "windows.lines-unusable"
    zh = "窗口或队列设置不正确：{reason}。"
    en = "The windows or lines cannot be used: {reason}."


class HallClosed(Refusal):
    """Tickets on the phone are for opening hours; `opensNext` is the next opening, if it is near."""

    kind = Kind.CONFLICT
    code = "windows.hall-closed"
    zh = "现在不在办公时间，下次开放：{opensNext}。"
    en = "The hall is closed now. It opens next: {opensNext}."


class NoQueueHere(Refusal):
    """Kiosks and village points have no tickets."""

    kind = Kind.CONFLICT
    code = "windows.no-queue-here"
    zh = "这里不用取号，可以直接办理。"
    en = "There are no queue tickets here; please just come."


class LineUnknown(Refusal):
    """The hall has no such line."""

    kind = Kind.INVALID
    code = "windows.line-unknown"
    zh = "这个大厅没有 {letter} 队列。"
    en = "This hall has no line {letter}."


class TicketOpenAlready(Refusal):
    """One person, one open ticket in a hall."""

    kind = Kind.CONFLICT
    code = "windows.ticket-open-already"
    zh = "您在这个大厅已经取号 {number}，请先办理或取消。"
    en = "You already have ticket {number} in this hall. Please use it or give it back first."


class AppointmentNotNow(Refusal):
    """The appointment is not confirmed, or its time is not near."""

    kind = Kind.INVALID
    code = "windows.appointment-not-now"
    zh = "预约时段为 {startsAt}，可在开始前 30 分钟至时段结束之间取号。"
    en = "Your appointment is at {startsAt}; take its ticket from 30 minutes before until it ends."


class AppointmentUsed(Refusal):
    """The appointment has its ticket already."""

    kind = Kind.CONFLICT
    code = "windows.appointment-used"
    zh = "这个预约已经取过号。"
    en = "This appointment has its ticket already."


class TicketNotFound(Refusal):
    """No such ticket, or somebody else's."""

    kind = Kind.NOT_FOUND
    code = "windows.ticket-not-found"
    zh = "没有找到这张排队号。"
    en = "There is no such ticket."


class TicketCalled(Refusal):
    """Who is called or served does not leave the line any more."""

    kind = Kind.CONFLICT
    code = "windows.ticket-called"
    zh = "已经叫到您了，请到窗口办理。"
    en = "You have been called. Please go to the window."


class TicketNotSkipped(Refusal):
    """Only a ticket that was called in vain comes back into the line."""

    kind = Kind.CONFLICT
    code = "windows.ticket-not-skipped"
    zh = "只有过号的排队号可以重新排队。"
    en = "Only a ticket that was missed can rejoin the line."


class TicketNotYours(Refusal):
    """The ticket stands at another window."""

    kind = Kind.CONFLICT
    code = "windows.ticket-not-yours"
    zh = "这张号不在您的窗口。"
    en = "This ticket is not at your window."


class TicketMovedOn(Refusal):
    """The ticket stands where this cannot be done."""

    kind = Kind.CONFLICT
    code = "windows.ticket-moved-on"
    zh = "这张号现在的状态是“{state}”，不能进行此操作。"
    en = "The ticket is {state} now, so this cannot be done."


class TicketStillOpen(Refusal):
    """One after the other: somebody is before this window."""

    kind = Kind.CONFLICT
    code = "windows.ticket-still-open"
    zh = "窗口还有正在办理的 {number}，请先办结、过号或转办。"
    en = "Ticket {number} is still open at this window. Please finish, skip or transfer it first."


class NotSeated(Refusal):
    """Who calls sits at a window of this hall."""

    kind = Kind.CONFLICT
    code = "windows.not-seated"
    zh = "请先在窗口签到。"
    en = "Please sit down at a window first."


class SeatedElsewhere(Refusal):
    """One person sits at one window."""

    kind = Kind.CONFLICT
    code = "windows.seated-elsewhere"
    zh = "您已在 {hall} {number} 号窗口签到，请先离开。"
    en = "You already sit at window {number} of {hall}. Please leave it first."


class WindowTaken(Refusal):
    """A colleague sits there."""

    kind = Kind.CONFLICT
    code = "windows.window-taken"
    zh = "{number} 号窗口已有工作人员，如需接替请选择“接替”。"
    en = "Somebody sits at window {number}. Say that you take over if you relieve them."


class WindowUnknown(Refusal):
    """The hall has no such window."""

    kind = Kind.INVALID
    code = "windows.window-unknown"
    zh = "这个大厅没有 {number} 号窗口。"
    en = "This hall has no window {number}."


class NotAKiosk(Refusal):
    """Faults are reported about kiosks."""

    kind = Kind.INVALID
    code = "windows.not-a-kiosk"
    zh = "这里不是自助服务点。"
    en = "This is not a self-service point."


class TooManyFaults(Refusal):
    """A person has a handful of open reports."""

    kind = Kind.TOO_MANY
    code = "windows.too-many-faults"
    zh = "您已有 {most} 条故障反映等待处理，谢谢，请稍后再报。"
    en = "You have {most} open reports already. Thank you; please wait until they are dealt with."


class FaultNotFound(Refusal):
    """No such report about this kiosk."""

    kind = Kind.NOT_FOUND
    code = "windows.fault-not-found"
    zh = "没有找到这条故障反映。"
    en = "There is no such report."


class FaultClosed(Refusal):
    """The report is dealt with."""

    kind = Kind.CONFLICT
    code = "windows.fault-closed"
    zh = "这条故障反映已经处理完毕。"
    en = "This report has been dealt with already."


class HelpNotFound(Refusal):
    """No such request, or not one that this person may see."""

    kind = Kind.NOT_FOUND
    code = "windows.help-not-found"
    zh = "没有找到这条帮办请求。"
    en = "There is no such request for help."


class HelpNotHere(Refusal):
    """Helpers work in townships and villages."""

    kind = Kind.INVALID
    code = "windows.help-not-here"
    zh = "帮办代办由乡镇（街道）和村（社区）提供，请选择到乡镇或村。"
    en = "Helpers work in townships and villages. Please choose one."


class WishOutOfReach(Refusal):
    """A visit lies in the future, and not far."""

    kind = Kind.INVALID
    code = "windows.wish-out-of-reach"
    zh = "希望的时间应在现在之后、{days} 天之内。"
    en = "The time must lie in the future, within {days} days."


class TooManyHelpRequests(Refusal):
    """A person has a few open requests at once."""

    kind = Kind.TOO_MANY
    code = "windows.too-many-help-requests"
    zh = "您已有 {most} 条未完成的帮办请求，请等待办理。"
    en = "You have {most} open requests already. Please wait for your helper."


class HelpTaken(Refusal):
    """Another helper was faster."""

    kind = Kind.CONFLICT
    code = "windows.help-taken"
    zh = "已有帮办员接下这条请求。"
    en = "Another helper has taken this request."


class HelpMovedOn(Refusal):
    """The request stands where this cannot be done."""

    kind = Kind.CONFLICT
    code = "windows.help-moved-on"
    zh = "这条请求现在的状态是“{state}”，不能进行此操作。"
    en = "The request is {state} now, so this cannot be done."


class HelpNotYours(Refusal):
    """Another helper looks after this request."""

    kind = Kind.CONFLICT
    code = "windows.help-not-yours"
    zh = "这条请求由其他帮办员负责。"
    en = "Another helper looks after this request."
