import json

import pytest

from miniapps.heating_subsidy import rates, season, texts
from miniapps.heating_subsidy.app import app, masked
from plugin_sdk.guest.testing import FakeHost

PERSON = {
    "name": "王小满",
    "idNumber": "620102199001011232",
    "regionName": "甘肃省兰州市城关区",
    "phone": "13800000000",
}
SOURCES = {"name": "户籍登记", "idNumber": "户籍登记", "regionName": "户籍登记", "phone": "实名账户"}
GOOD = {"area": 80, "heating": "central", "household": "low-income", "agreed": True}


def make_host(**what_matters):
    return FakeHost(person=PERSON, sources=SOURCES, **what_matters)


def components(screen, kind):
    return [part for part in screen["body"] if part["component"] == kind]


class TestApply:
    def test_known_facts_are_prefilled_masked_and_say_their_source(self):
        host = make_host()

        screen = host.draw(app, "apply")

        properties = components(screen, "Form")[0]["schema"]["properties"]
        assert screen["data"]["name"] == "王小满"
        assert screen["data"]["idNumber"] == "6201**********1232"
        assert PERSON["idNumber"] not in json.dumps(screen)
        assert properties["name"]["readOnly"] is True
        assert properties["name"]["x-source"] == "户籍登记"

    def test_only_four_things_are_asked(self):
        screen = make_host().draw(app, "apply")

        assert components(screen, "Form")[0]["schema"]["required"] == ["area", "heating", "household", "agreed"]

    def test_the_screen_says_that_amounts_are_invented(self):
        screen = make_host().draw(app, "apply")

        assert "虚构" in components(screen, "Notice")[0]["text"]

    def test_reads_the_person_for_the_declared_purpose_only(self):
        host = make_host()

        host.draw(app, "apply")

        asked = dict(host.calls)["person.read"]
        assert asked == {
            "purpose": "heating-subsidy-application",
            "fields": ["name", "idNumber", "regionName", "phone"],
        }

    def test_in_summer_there_is_no_form_and_nothing_is_read(self):
        host = make_host(now="2026-07-01T10:00:00+08:00")

        screen = host.draw(app, "apply")

        assert components(screen, "Form") == []
        assert host.calls == []

    def test_after_applying_it_leads_to_the_status(self):
        host = make_host()
        host.take(app, "submit", GOOD)

        screen = host.draw(app, "apply")

        assert components(screen, "Form") == []
        assert components(screen, "Button")[0]["action"] == {"kind": "screen", "name": "status"}

    def test_speaks_english_when_asked(self):
        assert make_host(locale="en").draw(app, "apply")["title"] == "Heating subsidy"


class TestSubmit:
    def test_accepts_keeps_and_sends_the_receipt(self):
        host = make_host()

        answer = host.take(app, "submit", GOOD)

        application = host.stored["application.2025-2026"]
        assert answer["outcome"] == "done"
        assert answer["receipt"]["number"] == application["number"]
        assert answer["receipt"]["messageId"] == "message-1"
        assert application["amountFen"] == 80 * 600
        assert {"label": "补贴金额", "value": "480.00元"} in host.messages[0]["facts"]

    def test_a_second_application_is_answered_with_the_first_receipt(self):
        host = make_host()
        first = host.take(app, "submit", GOOD)

        second = host.take(app, "submit", {**GOOD, "area": 90})

        assert second["receipt"] == first["receipt"]
        assert len(host.messages) == 1

    def test_next_season_is_another_application(self):
        host = make_host()
        first = host.take(app, "submit", GOOD)
        host.now = "2026-11-01T00:00:00+08:00"

        second = host.take(app, "submit", GOOD)

        assert second["receipt"]["number"] != first["receipt"]["number"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("area", 0),
            ("area", 501),
            ("area", "80"),
            ("area", 80.5),
            ("area", True),
            ("area", None),
            ("heating", "wood"),
            ("heating", ["gas"]),
            ("household", ""),
            ("household", {}),
            ("agreed", False),
            ("agreed", "true"),
        ],
    )
    def test_a_wrong_field_is_named_in_both_languages_and_nothing_is_kept(self, field, value):
        host = make_host()

        answer = host.take(app, "submit", {**GOOD, field: value})

        assert answer["outcome"] == "invalid"
        assert [error["field"] for error in answer["errors"]] == [field]
        assert answer["errors"][0]["zh"]
        assert answer["errors"][0]["en"]
        assert host.stored == {}
        assert host.messages == []

    def test_an_empty_form_names_every_question(self):
        answer = make_host().take(app, "submit", {})

        assert [error["field"] for error in answer["errors"]] == ["area", "heating", "household", "agreed"]

    def test_facts_sent_by_the_person_are_not_believed(self):
        host = make_host()

        host.take(app, "submit", {**GOOD, "name": "别人", "amountFen": 10**9})

        assert host.stored["application.2025-2026"]["amountFen"] == 48_000
        assert "别人" not in json.dumps(host.stored, ensure_ascii=False)

    def test_out_of_season_nothing_is_accepted(self):
        host = make_host(now="2026-04-01T00:00:00+08:00")

        answer = host.take(app, "submit", GOOD)

        assert answer["outcome"] == "screen"
        assert host.stored == {}


class TestStatus:
    def test_before_applying_it_says_what_to_do(self):
        screen = make_host().draw(app, "status")

        assert components(screen, "EmptyState")[0]["title"] == "您还没有申请"

    def test_after_applying_it_shows_number_and_amount(self):
        host = make_host()
        number = host.take(app, "submit", GOOD)["receipt"]["number"]

        screen = host.draw(app, "status")

        values = [fact["value"] for fact in components(screen, "FactTable")[0]["facts"]]
        assert number in values
        assert "480.00元" in values


class TestRates:
    def test_every_row_says_that_it_is_invented(self):
        assert {row["evidence"] for row in (*rates.RATES, *rates.SHARES)} == {"invented"}

    def test_every_choice_has_a_rate_and_a_share(self):
        assert {row["heating"] for row in rates.RATES} == set(texts.HEATING_KINDS)
        assert {row["household"] for row in rates.SHARES} == set(texts.HOUSEHOLD_KINDS)

    def test_the_area_that_counts_is_limited(self):
        at_the_limit = rates.amount_fen(area=90, heating="gas", household="low-income")

        assert rates.amount_fen(area=500, heating="gas", household="low-income") == at_the_limit

    def test_fen_are_shown_as_yuan(self):
        assert rates.yuan(123_456) == "1,234.56元"
        assert rates.yuan(5) == "0.05元"


@pytest.mark.parametrize(
    ("day", "is_open", "name"),
    [
        ("2025-10-31", False, "2025-2026"),
        ("2025-11-01", True, "2025-2026"),
        ("2026-01-15", True, "2025-2026"),
        ("2026-03-31", True, "2025-2026"),
        ("2026-04-01", False, "2026-2027"),
    ],
)
def test_the_season_runs_from_november_to_march(day, is_open, name):
    moment = season.datetime.fromisoformat(f"{day}T12:00:00+08:00")

    assert season.is_open(moment) is is_open
    assert season.season_of(moment) == name


def test_short_and_masked_values_stay_as_they_are():
    assert masked("12345678") == "12345678"
    assert masked("6201**********1232") == "6201**********1232"
    assert masked("") == ""
