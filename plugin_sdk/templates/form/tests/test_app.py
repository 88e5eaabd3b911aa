"""表单模板的测试。"""

from plugin_sdk.guest.testing import FakeHost

from ..app import app

PERSON = {"name": "王小满", "regionName": "甘肃省兰州市城关区"}
GOOD: dict[str, object] = {"reason": "illness", "people": 3, "agreed": True}


def make_host(locale: str = "zh") -> FakeHost:
    return FakeHost(person=PERSON, sources={"name": "户籍登记", "regionName": "户籍登记"}, locale=locale)


def test_known_facts_are_filled_in_and_not_asked() -> None:
    screen = make_host().draw(app, "apply")

    assert screen["data"] == {"name": "王小满", "region": "甘肃省兰州市城关区"}


def test_a_good_form_is_accepted_kept_and_told() -> None:
    host = make_host()

    answer = host.take(app, "submit", GOOD)

    assert answer["outcome"] == "done"
    assert isinstance(host.stored["application"], dict)
    assert len(host.messages) == 1


def test_sending_twice_gives_one_application_and_one_message() -> None:
    host = make_host()

    first, second = host.take(app, "submit", GOOD), host.take(app, "submit", {**GOOD, "people": 5})

    assert first["receipt"] == second["receipt"]
    assert len(host.messages) == 1


def test_a_wrong_field_is_named_and_nothing_is_kept() -> None:
    wrong: list[tuple[str, object]] = [
        ("reason", "other"),
        ("reason", []),
        ("people", 0),
        ("people", True),
        ("agreed", False),
    ]
    for field, value in wrong:
        host = make_host()

        answer = host.take(app, "submit", {**GOOD, field: value})

        assert [error["field"] for error in answer["errors"]] == [field]  # type: ignore[attr-defined]
        assert host.stored == {}


def test_the_status_follows_the_application() -> None:
    host = make_host()
    before = host.draw(app, "status")
    host.take(app, "submit", GOOD)

    after = host.draw(app, "status")

    assert before != after
    assert after["title"] == "我的补助申请"


def test_it_speaks_english() -> None:
    assert make_host("en").draw(app, "apply")["title"] == "Hardship support"
