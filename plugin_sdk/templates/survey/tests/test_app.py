"""调查模板的测试。"""

from plugin_sdk.guest.testing import FakeHost

from ..app import app


def make_host(locale: str = "zh") -> FakeHost:
    return FakeHost(collections=("answers",), locale=locale)


def component(screen: dict[str, object], name: str) -> dict[str, object]:
    """页面上第一个这种组件。"""
    body = screen["body"]
    assert isinstance(body, list)
    return next(part for part in body if part["component"] == name)


def test_an_answer_is_kept_without_saying_whose_it_is() -> None:
    host = make_host()

    host.take(app, "answer", {"satisfied": "very", "remark": "很快"})

    [record] = host.records.kept["answers"]
    assert record["value"] == {"satisfied": "very", "remark": "很快"}
    assert "person.read" not in [capability for capability, _ in host.calls]


def test_whoever_answers_twice_is_counted_once() -> None:
    host = make_host()

    for _ in range(2):
        answered = host.take(app, "answer", {"satisfied": "very"})

    assert answered["outcome"] == "screen"
    assert len(host.records.kept["answers"]) == 1


def test_after_answering_there_is_no_form() -> None:
    host = make_host()
    host.take(app, "answer", {"satisfied": "not"})

    screen = host.draw(app, "questions")

    assert component(screen, "Button")["action"] == {"kind": "screen", "name": "results"}


def test_results_count_the_answers_of_all_pages() -> None:
    host = make_host()
    for number in range(120):
        host.records.add("answers", {"satisfied": "very" if number % 3 else "not", "remark": ""})

    chart = component(host.draw(app, "results"), "BarChart")

    assert chart["bars"] == [
        {"label": "非常满意", "value": 80},
        {"label": "基本满意", "value": 0},
        {"label": "不满意", "value": 40},
    ]


def test_a_wrong_answer_is_named_and_not_kept() -> None:
    wrong: list[tuple[dict[str, object], str]] = [
        ({}, "satisfied"),
        ({"satisfied": []}, "satisfied"),
        ({"satisfied": "very", "remark": "长" * 201}, "remark"),
    ]
    for data, field in wrong:
        host = make_host()

        answered = host.take(app, "answer", data)

        assert [error["field"] for error in answered["errors"]] == [field]  # type: ignore[attr-defined]
        assert host.records.kept["answers"] == []
        assert host.stored == {}


def test_what_the_platform_will_not_keep_is_answered_kindly_and_nobody_has_answered() -> None:
    for code, outcome in (("host.record-personal", "invalid"), ("host.records-full", "screen")):
        host = FakeHost(collections=("answers",), refuse={"records.create": code})

        answered = host.take(app, "answer", {"satisfied": "very", "remark": "13800000001"})

        assert answered["outcome"] == outcome
        assert host.stored == {}


def test_it_speaks_english() -> None:
    assert make_host("en").draw(app, "questions")["title"] == "Service hall survey"
