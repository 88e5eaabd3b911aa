"""查询模板的测试。"""

import json
from pathlib import Path

from plugin_sdk.guest.testing import FakeHost

from ..app import app
from ..department import CASES

MOCK = Path(__file__).parent.parent / "mocks" / "progress.example.gov.cn" / "api" / "cases.json"


def make_host(locale: str = "zh") -> FakeHost:
    host = FakeHost(locale=locale)
    host.http.give(CASES, json=json.loads(MOCK.read_text("utf-8")))
    return host


def titles(screen: dict[str, object]) -> list[object]:
    """页面上各组件的标题。"""
    body = screen["body"]
    assert isinstance(body, list)
    return [part.get("title") for part in body]


def test_a_number_is_looked_up_and_shown_as_a_timeline() -> None:
    host = make_host()

    answer = host.take(app, "find", {"number": " sl20260001 "})

    screen = answer["screen"]
    assert isinstance(screen, dict)
    [timeline] = [part for part in screen["body"] if part["component"] == "StatusTimeline"]
    assert [entry["state"] for entry in timeline["entries"]] == ["done", "current", "waiting"]
    assert host.http.asked[0]["url"] == f"{CASES}?number=SL20260001"


def test_numbers_are_remembered_the_latest_first() -> None:
    host = make_host()
    for number in ("SL00000001", "SL00000002", "SL00000001"):
        host.take(app, "find", {"number": number})

    assert host.stored["recent"] == ["SL00000001", "SL00000002"]


def test_what_is_no_number_is_never_sent_to_the_department() -> None:
    for number in ("", "SL1", "SL2026000１", "../etc", 20260001, None, ["SL20260001"]):
        host = make_host()

        answer = host.take(app, "find", {"number": number})

        assert answer["outcome"] == "invalid"
        assert host.http.asked == []


def test_an_unknown_number_is_told_from_a_service_that_is_away() -> None:
    unknown, away = FakeHost(), FakeHost(refuse={"http.fetch": "host.fetch-failed"})
    unknown.http.give(CASES, status=404, json={})

    assert "没有查到这个编号" in titles(unknown.draw(app, "case", {"number": "SL20260001"}))
    assert "部门的查询服务暂时没有回应" in titles(away.draw(app, "case", {"number": "SL20260001"}))


def test_an_answer_that_cannot_be_understood_is_as_good_as_none() -> None:
    for answer in ("", "<html>", "[]", '{"stations": 1}', "null"):
        host = FakeHost()
        host.http.give(CASES, text=answer)

        assert "部门的查询服务暂时没有回应" in titles(host.draw(app, "case", {"number": "SL20260001"}))


def test_it_speaks_english() -> None:
    assert make_host("en").draw(app, "search")["title"] == "Where does my case stand"
