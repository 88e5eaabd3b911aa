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
from profiles.scenarios import flaw_words, library
from profiles.scenarios.definitions import Definition
from profiles.scenarios.engine import StepState, follow
from profiles.scenarios.soundness import Surroundings, faults
from profiles.scenarios.structs import ANSWERS_MOST
from tests.profiles.scenarios.people import EVERYBODY, FOR_WHOM, ON

ROOT = Path(__file__).parents[3]
SEEDS = ROOT / "backend" / "services" / "items" / "data"
CJK = re.compile(r"[㐀-鿿]")
ALL = {one.code: one for one in library.SEEDS}


def items():
    """Basic codes and bundles of the catalogue's seed, with the items in each."""
    with (SEEDS / "items.csv").open(encoding="utf-8-sig") as lines:
        found = {row["basic_code"]: frozenset({row["basic_code"]}) for row in csv.DictReader(lines)}
    for bundle in msgspec.json.decode((SEEDS / "bundles.json").read_bytes()):
        found[bundle["code"]] = frozenset(one["basicCode"] for one in bundle["members"])
    return found


ITEMS = items()
EVENTS = {one.code: (one.subject, one.purpose) for kind in SubjectKind for one in events.kinds(kind)}
APPS = frozenset(path.parent.name for path in (ROOT / "miniapps").glob("*/manifest.json"))


def check(scenario):
    around = Surroundings(
        attributes=library.sorts_for(scenario.subject, scenario.purpose), items=ITEMS, events=EVENTS, apps=APPS
    )
    return faults(scenario, around)


def test_there_are_enough_for_persons_and_for_firms():
    in_force = library.in_force(ON).values()

    assert sum(one.subject is SubjectKind.PERSON for one in in_force) >= 20
    assert sum(one.subject is SubjectKind.FIRM for one in in_force) >= 10


@pytest.mark.parametrize("scenario", library.SEEDS, ids=lambda one: one.code)
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
        monkeypatch.setattr(library.SHELF, "every", (first, later))
        monkeypatch.setattr(library.SHELF, "revision", -1)

        assert library.in_force(date(2026, 6, 1))["new-child"].version == 1
        assert library.in_force(date(2027, 1, 1))["new-child"].version == 2
        assert library.of_version("new-child", 1, on=date(2027, 1, 1)).version == 1

    def test_versions_of_a_code_differ(self):
        assert len({(one.code, one.version) for one in library.SEEDS}) == len(library.SEEDS)

    def test_when_the_newest_is_over_none_counts(self, monkeypatch):
        first = ALL["new-child"]
        over = msgspec.structs.replace(first, version=2, valid_from=date(2026, 7, 1), valid_to=date(2026, 7, 31))
        monkeypatch.setattr(library.SHELF, "every", (first, over))
        monkeypatch.setattr(library.SHELF, "revision", -2)

        assert library.in_force(date(2026, 6, 30))["new-child"].version == 1
        assert library.in_force(date(2026, 7, 31))["new-child"].version == 2
        assert "new-child" not in library.in_force(date(2026, 8, 1))

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
        ("changes", "code"),
        [
            ({"steps__2__item": "000000000000"}, "no-such-item"),
            ({"steps__2__bundle": "newborn"}, "several-doers"),
            ({"steps__2__doneBy": ["000709001000"]}, "not-granted-by"),
            ({"steps__0__after": ["enrol"]}, "not-before"),
            ({"steps__0__id": "permit"}, "twice"),
            ({"steps__0__when": {"test": "is", "attribute": "answer.nothing", "value": "yes"}}, "unknown-attribute"),
            ({"steps__0__when": {"test": "is", "attribute": "answer.vaccinated", "value": "maybe"}}, "no-such-value"),
            ({"steps__0__when": {"test": "present", "attribute": "person.birthDate"}}, "unknown-attribute"),
            ({"questions__0__when": {"test": "is", "attribute": "answer.home", "value": "same"}}, "unknown-attribute"),
            ({"steps__1__doneWhen": {"test": "present", "attribute": "person.disabilityGrade"}}, "unknown-attribute"),
            ({"questions__1__prefill": [{"answer": "no-where", "when": {"test": "present", "attribute": "person.gender"}}]},
             "no-such-answer"),
            ({"questions__0__choices": [{"value": "yes", "title": {"zh": "在", "en": "Yes"}}]}, "one-choice"),
        ],
    )  # fmt: skip
    def test_a_fault_is_found(self, changes, code):
        if "prefill" in str(changes):
            changes["questions__1__prefill"][0]["answer"] = "nowhere"

        assert code in {one.code for one in self.damaged(**changes)}

    def test_a_mini_app_must_exist(self):
        raw = msgspec.to_builtins(ALL["kindergarten"])
        del raw["steps"][2]["item"]
        raw["steps"][2]["app"] = "no_such_app"

        assert "no-such-app" in {one.code for one in check(msgspec.convert(raw, Definition))}

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"events": []}, "no-event"),
            ({"events": ["firm-founded"]}, "no-such-event"),
            ({"purpose": "benefits"}, "other-purpose"),
            ({"steps": []}, "no-step"),
            ({"title": {"zh": " ", "en": "X"}}, "no-words"),
            ({"title": {"zh": "一" * 13, "en": "X"}}, "too-long"),
            ({"source": ""}, "no-source"),
            ({"validTo": "2020-01-01"}, "ends-before"),
        ],
    )
    def test_a_fault_of_the_whole_is_found(self, changes, code):
        raw = msgspec.to_builtins(ALL["kindergarten"]) | changes

        assert code in {one.code for one in check(msgspec.convert(raw, Definition))}

    def test_a_step_that_no_answers_lead_to_is_found(self):
        raw = msgspec.to_builtins(ALL["kindergarten"])
        question = raw["questions"][0]["id"]
        values = [one["value"] for one in raw["questions"][0]["choices"][:2]]
        both = [{"test": "is", "attribute": f"answer.{question}", "value": one} for one in values]
        raw["steps"][-1]["when"] = {"test": "allOf", "of": both}

        assert [(one.path, one.code) for one in check(msgspec.convert(raw, Definition))] == [
            (f"steps[{raw['steps'][-1]['id']}]", "never")
        ]

    def test_more_than_anybody_answers_is_too_many(self):
        raw = msgspec.to_builtins(ALL["kindergarten"])
        raw["questions"] += [raw["questions"][0] | {"id": f"more{number}"} for number in range(ANSWERS_MOST)]

        assert "too-many" in {one.code for one in check(msgspec.convert(raw, Definition))}

    def test_every_fault_has_words_in_both_languages(self):
        made = [flaw_words.flaw("steps", code, "x") for code in flaw_words.CODES]

        assert all(CJK.search(words.zh) and words.en.isascii() for one in made for words in (one.cause, one.fix))
