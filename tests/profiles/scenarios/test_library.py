"""The scenarios that we ship: sound, readable, and each for somebody and not for everybody."""

import csv
import re
from datetime import date
from pathlib import Path

import msgspec
import pytest

from backend.core.structs import Evidence
from profiles.attributes.conditions import Purpose, SubjectKind, Verdict, judge
from profiles.events import service as events
from profiles.scenarios import library
from profiles.scenarios.definitions import Definition
from profiles.scenarios.engine import StepState, follow
from profiles.scenarios.soundness import faults
from tests.profiles.scenarios.people import EVERYBODY, FOR_WHOM, ON

ROOT = Path(__file__).parents[3]
SEEDS = ROOT / "backend" / "services" / "items" / "data"
CJK = re.compile(r"[㐀-鿿]")
ALL = {one.code: one for one in library.SCENARIOS}


def items():
    """Basic codes and bundles of the catalogue's seed, with the items in each."""
    with (SEEDS / "items.csv").open(encoding="utf-8-sig") as lines:
        found = {row["basic_code"]: frozenset({row["basic_code"]}) for row in csv.DictReader(lines)}
    for bundle in msgspec.json.decode((SEEDS / "bundles.json").read_bytes()):
        found[bundle["code"]] = frozenset(one["basicCode"] for one in bundle["members"])
    return found


ITEMS = items()
APPS = frozenset(path.parent.name for path in (ROOT / "miniapps").glob("*/manifest.json"))


def check(scenario):
    return faults(scenario, library.sorts_for(scenario.subject, scenario.purpose), items=ITEMS, apps=APPS)


def test_there_are_enough_for_persons_and_for_firms():
    in_force = library.in_force(ON).values()

    assert sum(one.subject is SubjectKind.PERSON for one in in_force) >= 20
    assert sum(one.subject is SubjectKind.FIRM for one in in_force) >= 10


@pytest.mark.parametrize("scenario", library.SCENARIOS, ids=lambda one: one.code)
class TestEach:
    def test_is_sound(self, scenario):
        assert check(scenario) == []

    def test_is_opened_by_events_that_exist(self, scenario):
        kinds = [events.kind(one) for one in scenario.events]

        assert kinds
        assert all(one is not None and one.subject is scenario.subject for one in kinds)
        assert scenario.purpose in {Purpose.PERSONALISATION, *(one.purpose for one in kinds if one)}

    def test_is_for_somebody_and_not_for_everybody(self, scenario):
        somebody, other = FOR_WHOM[scenario.code]

        assert judge(scenario.when, EVERYBODY[somebody], on=ON).verdict is Verdict.MET
        assert judge(scenario.when, EVERYBODY[other], on=ON).verdict is Verdict.NOT_MET
        progress = follow(scenario, EVERYBODY[somebody], {}, on=ON)
        assert {one.state for one in progress.steps} - {StepState.NOT_APPLICABLE}

    def test_each_step_applies_to_somebody(self, scenario):
        """A step that no answers lead to helps nobody."""
        reached = set()
        for answers in every_way(scenario):
            progress = follow(scenario, {}, answers, on=ON)
            reached |= {one.step.id for one in progress.steps if one.state in {StepState.MISSING, StepState.BLOCKED}}

        assert reached == {one.id for one in scenario.steps}

    def test_is_in_plain_words_of_both_languages(self, scenario):
        words = [scenario.title, scenario.about]
        words += [one for step in scenario.steps for one in (step.title, step.about, *step.needs)]
        words += [step.place for step in scenario.steps if step.place]
        words += [
            one for question in scenario.questions for one in (question.text, *(c.title for c in question.choices))
        ]

        assert all(CJK.search(one.zh) or one.zh == "ETC" for one in words)
        assert not [one.en for one in words if CJK.search(one.en) or not one.en.strip()]
        assert max(len(one.zh) for one in words) <= 45
        assert len(scenario.title.zh) <= 12
        assert max(len(one.title.zh) for one in scenario.steps) <= 20

    def test_says_where_it_comes_from(self, scenario):
        rows = [scenario, *scenario.steps]

        assert all(one.source.strip() and one.evidence in Evidence for one in rows)
        assert all(step.deadline.source.strip() for step in scenario.steps if step.deadline)
        assert all(one.evidence is not Evidence.READ or one.source for one in rows)


def every_way(scenario):
    """All ways through the questions, one open question after the other."""
    waiting = [{}]
    while waiting:
        answers = waiting.pop()
        question_id = follow(scenario, {}, answers, on=ON).next_question
        if question_id is None:
            yield answers
            continue
        choices = scenario.question(question_id).choices
        waiting += [{**answers, question_id: one.value} for one in choices]


class TestVersions:
    def test_the_newest_in_force_counts_and_old_ones_are_found(self, monkeypatch):
        first = ALL["new-child"]
        later = msgspec.structs.replace(first, version=2, valid_from=date(2027, 1, 1))
        monkeypatch.setattr(library, "SCENARIOS", (first, later))

        assert library.in_force(date(2026, 6, 1))["new-child"].version == 1
        assert library.in_force(date(2027, 1, 1))["new-child"].version == 2
        assert library.of_version("new-child", 1, on=date(2027, 1, 1)).version == 1

    def test_versions_of_a_code_differ(self):
        assert len(library.BY_VERSION) == len(library.SCENARIOS)

    def test_data_for_benefits_are_seen_by_scenarios_of_benefits_only(self):
        assert "person.disabilityGrade" in library.may_look_at(SubjectKind.PERSON, Purpose.BENEFITS)
        assert "person.disabilityGrade" not in library.may_look_at(SubjectKind.PERSON, Purpose.PERSONALISATION)


class TestFaults:
    """The check finds what it is for: a copy of a sound scenario, damaged."""

    def damaged(self, **changes):
        raw = msgspec.to_builtins(ALL["kindergarten"])
        for path, value in changes.items():
            part, number, member = path.split("__")
            raw[part][int(number)][member] = value
        return check(msgspec.convert(raw, Definition))

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"steps__2__item": "000000000000"}, "no item or bundle"),
            ({"steps__2__bundle": "newborn"}, "done by several"),
            ({"steps__2__doneBy": ["000709001000"]}, "granted by"),
            ({"steps__0__after": ["enrol"]}, "not before it"),
            ({"steps__0__id": "permit"}, "stands twice"),
            ({"steps__0__when": {"test": "is", "attribute": "answer.nothing", "value": "yes"}}, "unknown-attribute"),
            ({"steps__0__when": {"test": "is", "attribute": "answer.vaccinated", "value": "maybe"}}, "no-such-value"),
            ({"steps__0__when": {"test": "present", "attribute": "person.birthDate"}}, "unknown-attribute"),
            ({"questions__0__when": {"test": "is", "attribute": "answer.home", "value": "same"}}, "unknown-attribute"),
            ({"steps__1__doneWhen": {"test": "present", "attribute": "person.disabilityGrade"}}, "unknown-attribute"),
            ({"questions__1__prefill": [{"answer": "no-where", "when": {"test": "present", "attribute": "person.gender"}}]},
             "is no answer"),
            ({"questions__0__choices": [{"value": "yes", "title": {"zh": "在", "en": "Yes"}}]}, "nothing to choose"),
        ],
    )  # fmt: skip
    def test_a_fault_is_found(self, changes, words):
        if "prefill" in str(changes):
            changes["questions__1__prefill"][0]["answer"] = "nowhere"

        assert any(words in one for one in self.damaged(**changes))

    def test_a_mini_app_must_exist(self):
        raw = msgspec.to_builtins(ALL["kindergarten"])
        del raw["steps"][2]["item"]
        raw["steps"][2]["app"] = "no_such_app"

        assert any("no mini-app" in one for one in check(msgspec.convert(raw, Definition)))
