from datetime import date

import pytest

from miniapps.elder_card.app import ITEM, age_on, app
from plugin_sdk.guest.testing import FakeHost

PERSON = {"birthDate": "1951-02-08", "regionCode": "620302"}
FIELDS = {
    "applicantName": "申请人姓名",
    "applicantId": "申请人证件号码",
    "applicantPhone": "联系电话",
    "applicantAddress": "现住址",
}
GOOD = {"agreed": True}


def make_host(*, prefilled=tuple(FIELDS), person=PERSON, **what_matters):
    host = FakeHost(person=person, **what_matters)
    host.items.give(
        ITEM, name="老年人优待证", department="金川区民政局", promised={"amount": 1, "unit": "working-days"}
    )
    host.cases.give(ITEM, name="老年人优待证", department="金川区民政局", fields=FIELDS, prefilled=prefilled)
    return host


def components(screen, kind):
    return [part for part in screen["body"] if part["component"] == kind]


class TestApply:
    def test_only_a_confirmation_is_asked(self):
        screen = make_host().draw(app, "apply")

        assert components(screen, "Form")[0]["schema"]["required"] == ["agreed"]
        assert {"label": "办理部门", "value": "金川区民政局"} in components(screen, "FactTable")[0]["facts"]

    @pytest.mark.parametrize(
        ("person", "title"),
        [
            (PERSON | {"birthDate": "1966-01-16"}, "还不到申领年龄"),
            ({"birthDate": "1951-02-08"}, "暂时无法在这里申领"),
            ({"regionCode": "620302"}, "暂时无法在这里申领"),
        ],
    )
    def test_who_may_not_is_told_why(self, person, title):
        screen = make_host(person=person).draw(app, "apply")

        assert components(screen, "Notice")[0]["title"] == title
        assert components(screen, "Form") == []

    def test_while_one_is_open_there_is_no_second(self):
        host = make_host()
        host.take(app, "submit", GOOD)

        screen = host.draw(app, "apply")

        assert components(screen, "Form") == []
        assert components(screen, "Button")[0]["action"] == {"kind": "screen", "name": "status"}

    def test_after_a_denial_one_may_apply_again(self):
        host = make_host()
        number = host.take(app, "submit", GOOD)["receipt"]["number"]
        host.cases.move(number, "denied")

        assert components(host.draw(app, "apply"), "Form")


class TestSubmit:
    def test_hands_in_a_case_of_the_persons_own_region(self):
        host = make_host()

        answer = host.take(app, "submit", GOOD)

        assert answer["receipt"]["number"] == host.cases.mine[0]["number"]
        assert host.cases.mine[0]["regionCode"] == "620302"
        assert dict(host.calls)["case.submit"]["prefill"] is True

    def test_what_registers_do_not_know_is_asked_and_nothing_else(self):
        host = make_host(prefilled=("applicantName", "applicantId"))

        answer = host.take(app, "submit", GOOD)

        asked = components(answer["screen"], "Form")[0]["schema"]["required"]
        assert (asked, host.cases.mine) == (["applicantPhone", "applicantAddress", "agreed"], [])

    def test_with_that_it_is_handed_in(self):
        host = make_host(prefilled=("applicantName", "applicantId"))
        typed = {"applicantPhone": "13800000001", "applicantAddress": "张掖路 1 号"}

        answer = host.take(app, "submit", GOOD | typed)

        assert answer["outcome"] == "done"
        assert dict(host.calls)["case.submit"]["values"] == typed

    def test_who_one_is_cannot_be_typed(self):
        answer = make_host(prefilled=()).take(app, "submit", GOOD | {"applicantName": "别人"})

        assert "申请人姓名" in components(answer["screen"], "Notice")[0]["text"]
        assert components(answer["screen"], "Form") == []

    def test_without_the_confirmation_nothing_is_handed_in(self):
        host = make_host()

        answer = host.take(app, "submit", {"agreed": "true"})

        assert (answer["outcome"], answer["errors"][0]["field"]) == ("invalid", "agreed")
        assert host.cases.mine == []

    def test_who_is_too_young_hands_nothing_in(self):
        host = make_host(person=PERSON | {"birthDate": "1990-01-01"})

        assert host.take(app, "submit", GOOD)["outcome"] == "screen"
        assert host.cases.mine == []


class TestStatus:
    def test_before_applying_it_says_what_to_do(self):
        screen = make_host().draw(app, "status")

        assert components(screen, "EmptyState")[0]["title"] == "您还没有申领"

    def test_shows_the_state_and_what_to_do_next(self):
        host = make_host(locale="en")
        number = host.take(app, "submit", GOOD)["receipt"]["number"]
        wanted = [{"kind": "field", "code": "applicantAddress", "what": "请写明门牌号"}]
        host.cases.move(number, "supplement-requested", wanted=wanted, by="2026-01-30")

        card = components(host.draw(app, "status"), "Card")[0]

        facts = {one["label"]: one["value"] for one in card["children"][0]["facts"]}
        assert (facts["State"], facts["Last day"]) == ("Waiting for what is missing", "2026-01-30")
        assert "请写明门牌号" in card["children"][1]["text"]


@pytest.mark.parametrize(("today", "years"), [("2026-02-07", 74), ("2026-02-08", 75), ("2026-12-31", 75)])
def test_the_birthday_counts(today, years):
    assert age_on(date.fromisoformat(today), "1951-02-08") == years
