"""预约模板的测试。"""

from plugin_sdk.guest.testing import FakeHost

from ..app import app

MORNING = "2026-01-16T09:00:00+08:00"
NOON = "2026-01-16T11:00:00+08:00"


def make_host(locale: str = "zh") -> FakeHost:
    """有一个窗口、两个时间的主机；`slot-1` 是早上，`slot-2` 是中午。"""
    host = FakeHost(locale=locale)
    counter = host.bookings.add_resource("婚姻登记", most=2)
    host.bookings.add_slot(counter, MORNING)
    host.bookings.add_slot(counter, NOON)
    return host


def parts(screen: object, component: str) -> list[dict[str, object]]:
    """页面上（包括卡片里）的这种组件。"""
    assert isinstance(screen, dict)
    inside = [part for card in screen["body"] for part in card.get("children", [card])]
    return [part for part in inside if part["component"] == component]


def test_times_are_grouped_by_day() -> None:
    [picker] = parts(make_host().draw(app, "times"), "SlotPicker")

    assert [day["label"] for day in picker["days"]] == ["2026-01-16"]  # type: ignore[attr-defined]
    assert [slot["label"] for slot in picker["days"][0]["slots"]] == ["09:00-10:00", "11:00-12:00"]  # type: ignore[index]


def test_a_time_is_held_first_and_booked_when_confirmed() -> None:
    host = make_host()

    held = host.take(app, "choose", {"slot": "slot-1"})
    booked = host.take(app, "confirm", {"booking": "booking-1"})

    assert [button["variant"] for button in parts(held["screen"], "Button")] == ["primary", "secondary"]
    assert booked["outcome"] == "done"
    assert host.bookings.mine[0]["state"] == "booked"


def test_a_full_time_offers_the_waiting_line() -> None:
    host = make_host()
    host.bookings.fill("slot-1")

    answer = host.take(app, "choose", {"slot": "slot-1"})
    host.take(app, "wait", {"slot": "slot-1"})

    assert parts(answer["screen"], "Button")[0]["action"] == {
        "kind": "action",
        "name": "wait",
        "input": {"slot": "slot-1"},
    }
    assert host.bookings.mine[0]["state"] == "waiting"


def test_whoever_waits_can_confirm_when_a_place_becomes_free() -> None:
    host = make_host()
    host.bookings.fill("slot-1")
    host.take(app, "wait", {"slot": "slot-1"})

    host.bookings.free("slot-1")

    assert [button["text"] for button in parts(host.draw(app, "mine"), "Button")] == ["确认预约", "取消"]


def test_a_booking_can_be_cancelled() -> None:
    host = make_host()
    host.take(app, "choose", {"slot": "slot-1"})

    host.take(app, "cancel", {"booking": "booking-1"})

    assert parts(host.draw(app, "mine"), "EmptyState")[0]["title"] == "您还没有预约"


def test_an_unknown_time_is_answered_kindly() -> None:
    for slot in ("slot-9", "", None, ["slot-1"]):
        answer = make_host().take(app, "choose", {"slot": slot})

        assert parts(answer["screen"], "Notice")[1]["title"] == "没有办成"


def test_two_open_bookings_have_one_main_button() -> None:
    host = make_host()
    for slot in ("slot-1", "slot-2"):
        host.take(app, "choose", {"slot": slot})

    buttons = parts(host.draw(app, "mine"), "Button")

    assert [button["variant"] for button in buttons].count("primary") == 1


def test_without_times_it_says_so() -> None:
    assert parts(FakeHost().draw(app, "times"), "EmptyState")[0]["title"] == "近期没有可约的时间"


def test_it_speaks_english() -> None:
    assert make_host("en").draw(app, "times")["title"] == "Book a counter"
