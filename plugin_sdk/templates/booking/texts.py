"""页面上的全部文字：中文在前，英文在后。"""

from plugin_sdk.guest import Texts

texts = Texts(
    {
        "title": ("窗口预约", "Book a counter"),
        "mine-title": ("我的预约", "My bookings"),
        "template": ("示例应用", "Example"),
        "template-text": ("本应用是模板，窗口和时间为虚构。", "This is a template; counters and times are invented."),
        "where": ("地点", "Where"),
        "when": ("时间", "When"),
        "number": ("预约号", "Number"),
        "line": ("候补第几位", "Place in line"),
        "choose": ("选这个时间", "Take this time"),
        "see-mine": ("我的预约", "My bookings"),
        "see-times": ("去预约", "Book a time"),
        "no-times": ("近期没有可约的时间", "No times can be booked at present"),
        "no-times-text": ("每天早上放出新的时间，请届时再看。", "New times come every morning; please look again."),
        "kept": ("已为您留住，请在{minutes}分钟内确认", "Kept for you; please confirm within {minutes} minutes"),
        "confirm": ("确认预约", "Confirm"),
        "cancel": ("取消", "Cancel"),
        "full": ("这个时间约满了", "This time is full"),
        "full-text": ("有人取消时按顺序通知候补的人。", "When somebody cancels, the first in line is told."),
        "wait": ("加入候补", "Join the line"),
        "sorry": ("没有办成", "That did not work"),
        "booked": ("预约成功", "Booked"),
        "cancelled": ("已取消", "Cancelled"),
        "waiting": ("候补中", "In line"),
        "held": ("待确认", "To be confirmed"),
        "none": ("您还没有预约", "You have no bookings"),
        "none-text": ("选一个时间，到窗口直接办理，不用排队。", "Choose a time and come straight to the counter."),
        "refused": ("名额已变动，请重新选择。", "The places have changed; please choose again."),
        "refused-many": ("您已有未完成的预约，请先取消。", "You have an open booking; please cancel it first."),
        "refused-early": ("还没有开放预约，请到时再来。", "Booking has not opened yet; please come back then."),
        "refused-late": ("时间已到，不能再改。", "The time has come; it can no longer be changed."),
    }
)

REFUSALS = {
    "host.bookings-full": "refused-many",
    "bookings.too-many-open": "refused-many",
    "bookings.already-here": "refused-many",
    "bookings.not-open-yet": "refused-early",
    "bookings.too-late": "refused-late",
    "bookings.slot-closed": "refused-late",
}
