"""The engine's rules under any order of any orders: no way round a guard, clocks that never lie, always a way out.

Hypothesis plays applicants, officers, departments and the calendar against one case in memory: what the engine would
write is applied to the dossier as the database would, and everything that must hold is asked after every step.
"""

import itertools
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import hypothesis.strategies as st
import msgspec
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from backend.core.errors import Refusal
from backend.reference.calendar import clocks
from backend.reference.calendar.structs import Light
from backend.services.cases.flow import deadlines, engine
from backend.services.cases.flow.binding import binding, content_hash
from backend.services.cases.flow.dossier import NEVER, Content, Dossier, Step, Terms
from backend.services.cases.flow.guards import Look
from backend.services.cases.flow.records import with_days
from backend.services.cases.flow.structs import (
    AcceptConditionally,
    AnswerPart,
    Approve,
    AskExtension,
    Assign,
    Channel,
    Commitment,
    Conclude,
    Correct,
    Countersign,
    Custody,
    Decide,
    HandIn,
    Held,
    PartWanted,
    Plain,
    Reasoned,
    RequestSupplement,
    Resume,
    State,
    Suspend,
    TakePaper,
    Void,
    Wanted,
)
from backend.services.cases.flow.transitions import ACTOR_OF, BY_ACTION, ENDS, Actor
from tests.reference.calendar.conftest import seeded
from tests.services.cases.conftest import answer, item, material

CALENDAR = seeded()
LEAVING = {"withdraw", "void"}  # possible nearly everywhere: seldom chosen, so that cases go far
HELD = st.sampled_from([Held.COUNTER] * 6 + list(Held))
REACHED: Counter[State] = Counter()
PEOPLE = UUID("00000000-0000-4000-8000-0000000000aa")
OFFICERS = [uuid5(PEOPLE, f"officer {number}") for number in range(3)]
APPLICANT = uuid5(PEOPLE, "applicant")
DEPARTMENTS = ("甲局", "乙局")
RULES = ("makerChecker", "conditional", "noticeCommitment", "expert")
ORDERS = {
    "accept": lambda draw, _: Plain(),
    "accept-conditionally": lambda draw, m: AcceptConditionally(later_by=m.ahead(draw)),
    "refuse-acceptance": lambda draw, _: Reasoned(reason="x"),
    "request-supplement": lambda draw, m: RequestSupplement(
        wanted=[Wanted(code=code, kind="material", what="x") for code in draw(codes)], answer_by=m.ahead(draw)
    ),
    "answer-supplement": lambda draw, _: handed(draw),
    "hand-in-later": lambda draw, _: handed(draw),
    "reopen": lambda draw, _: handed(draw),
    "take-paper": lambda draw, _: TakePaper(materials=draw(codes)),
    "correct": lambda draw, _: Correct(answers={"purpose": draw(st.integers())}, reason="x"),
    "suspend": lambda draw, m: Suspend(
        kind=draw(st.sampled_from(["hearing", "expert-review"])), reason="x", expected_until=m.ahead(draw)
    ),
    "resume": lambda draw, _: Resume(finding="x"),
    "ask-extension": lambda draw, _: AskExtension(days=draw(st.integers(1, 15)), reason="x"),
    "refuse-extension": lambda draw, _: Reasoned(reason="x"),
    "countersign": lambda draw, _: Countersign(
        parts=[
            PartWanted(department=one, asks="x")
            for one in draw(st.lists(st.sampled_from(DEPARTMENTS), min_size=1, max_size=3))
        ]
    ),
    "answer-part": lambda draw, _: AnswerPart(agrees=draw(st.booleans()), opinion="x"),
    "recall-countersign": lambda draw, _: Reasoned(reason="x"),
    "propose": lambda draw, _: Decide(outcome=draw(outcomes), reasons="x"),
    "decide": lambda draw, _: Decide(outcome=draw(outcomes), reasons="x"),
    "approve": lambda draw, m: Approve(content_hash=draw(st.sampled_from(m.read))),
    "return-proposal": lambda draw, _: Reasoned(reason="x"),
    "conclude": lambda draw, _: Conclude(name="x"),
    "assign": lambda draw, _: Assign(officer_id=None),
    "withdraw": lambda draw, _: Reasoned(reason="x"),
    "void": lambda draw, _: Void(kind="duplicate", reason="x"),
}
codes = st.lists(st.sampled_from(["a", "b", "c", "zzz"]), min_size=1, max_size=3, unique=True)
outcomes = st.sampled_from(["granted", "denied"])


def handed(draw):
    held = draw(st.sampled_from([Held.COUNTER, Held.MISSING]))
    return HandIn(materials=[material(code, held=held) for code in draw(codes)])


def scripts(day):
    """How a case may begin, so that every part of the table is played often: what is refused on the way is skipped."""
    soon = day + timedelta(days=9)
    named = [Wanted(code="a", kind="material", what="x")]
    accept, deny = ("accept", Plain()), Decide(outcome="denied", reasons="x")
    return [
        [],
        [accept],
        [("request-supplement", RequestSupplement(wanted=named, answer_by=soon))],
        [("refuse-acceptance", Reasoned(reason="x"))],
        [accept, ("suspend", Suspend(kind="hearing", reason="x", expected_until=soon))],
        [accept, ("countersign", Countersign(parts=[PartWanted(department=one, asks="x") for one in DEPARTMENTS]))],
        [accept, ("propose", deny)],
        [accept, ("decide", deny)],
        [accept, ("decide", Decide(outcome="granted", reasons="x"))],
    ]


class Cases(RuleBasedStateMachine):
    """One case; every rule is somebody trying something."""

    @initialize(
        rules=st.lists(st.sampled_from(RULES), unique=True, max_size=2),
        signed=st.lists(st.sampled_from(DEPARTMENTS), unique=True, max_size=1),
        needs=st.lists(st.tuples(st.sampled_from(["required", "optional", "later"]), HELD, st.booleans()),
                       min_size=3, max_size=3),
        committed=st.booleans(), away=st.booleans(), day=st.dates(date(2025, 1, 1), date(2027, 6, 30)),
        script=st.integers(0, 8),
    )  # fmt: skip
    def hand_in(self, rules, signed, needs, committed, away, day, script):
        self.today, self.read, self.serial = day, ["0" * 64], itertools.count()
        named = item("测试局", **dict.fromkeys(rules, True), countersign=signed)
        materials = tuple(
            material(code, necessity=necessity, held=held, covered=covered)
            for code, (necessity, held, covered) in zip("abc", needs, strict=True)
        )
        content = Content(
            terms=msgspec.convert(named, Terms), snapshot_id=b"x", answers=(answer(),), materials=materials,
            hash=content_hash(snapshot_id=b"x", answers=(answer(),), materials=materials),
            commitment=Commitment(text_version="1", given_at=self.at) if committed else None,
        )  # fmt: skip
        case = Dossier(
            id=self.new_id(), number="1", unit_id=1, department="测试局", region_code="620100",
            receiver_unit_id=2 if away else None, custody=Custody.RECEIVER if away else Custody.DECIDER,
            item_name="事项", basic_code="1", item_code="1", channel=Channel.PHONE, changed_at=self.at,
            subject_kind="person", subject_id=APPLICANT, subject_name="张", applicant_id=APPLICANT, acted_as="self",
            state=State.SUBMITTED, round=1, version=1, conditional=False, received_on=day, started_on=None,
            decided_on=None, due_on=NEVER, yellow_on=NEVER, light=Light.GREEN, statutory_due_on=None,
            promised_due_on=None, extended=0, urges=0, urged_at=None, assigned_to=None, bundle_id=None,
            causal_id="0" * 32, submitted_at=self.at, accepted_at=None, ended_at=None, content=content,
        )  # fmt: skip
        self.case = with_days(case, deadlines.days_of(case, CALENDAR, today=day))
        for action, order in scripts(day)[script]:
            self.try_(action, ACTOR_OF[action], order, OFFICERS[0])

    @property
    def at(self):
        return datetime(self.today.year, self.today.month, self.today.day, 4, tzinfo=UTC)

    def new_id(self):
        return uuid5(PEOPLE, f"{next(self.serial)}")

    def ahead(self, draw):
        return self.today + timedelta(days=draw(st.integers(0, 40)))

    @rule(days=st.integers(1, 4))
    def time_passes(self, days):
        self.today += timedelta(days=days)

    @rule(data=st.data())
    def people_do_what_the_table_has_here(self, data):
        """Several steps at once, because hypothesis likes to rest."""
        for _ in range(4):
            here = sorted({action for (state, action) in BY_ACTION if state is self.case.state} - {"submit"})
            action = data.draw(st.sampled_from(here)) if here else None
            if action and (action not in LEAVING or data.draw(st.integers(0, 9)) == 0):
                self.order(action, data.draw(st.integers(0, 2)), data)

    @rule(outcome=outcomes, two=st.booleans(), steps=st.integers(1, 6))
    def a_diligent_office_does_the_usual(self, outcome, two, steps):
        for _ in range(steps):
            action, order, who = self.usual(outcome, two=two)
            if action:
                self.try_(action, ACTOR_OF[action], order, OFFICERS[who])

    def usual(self, outcome, *, two):
        """The next step of a case that goes well, and who takes it."""
        right = Approve(content_hash=binding(self.case.content.hash, self.case.open("proposal")))
        sent = {Custody.RECEIVER: "hand-over", Custody.IN_TRANSIT: "take-over"}.get(self.case.custody, "accept")
        decision = Decide(outcome=outcome, reasons="x")
        return {
            State.SUBMITTED: (sent, Plain(), 0),
            State.ACCEPTED: ("begin-review", Plain(), 0),
            State.IN_REVIEW: ("propose" if two else "decide", decision, 0),
            State.PROPOSED: ("approve", right, 1),
            State.SUSPENDED: ("resume", Resume(finding="x"), 0),
            State.COUNTERSIGNING: ("answer-part", AnswerPart(agrees=True, opinion="x"), 2),
            State.GRANTED: ("conclude", Conclude(name="x"), 0),
            State.DENIED: ("conclude", Conclude(name="x"), 0),
        }.get(self.case.state, (None, None, 0))

    @rule(action=st.sampled_from([one for one in ACTOR_OF if one != "submit"]), who=st.integers(0, 2), data=st.data())
    def somebody_tries_anything(self, action, who, data):
        self.order(action, who, data)

    def order(self, action, who, data):
        actor = ACTOR_OF[action]
        make = ORDERS.get(action, lambda _draw, _machine: Plain())
        self.try_(action, actor, make(data.draw, self), OFFICERS[who] if actor is not Actor.APPLICANT else APPLICANT)

    @rule()
    def the_calendar_is_looked_at(self):
        for action in ("lapse", "deem-accepted", "red-card", "yellow-card"):
            if engine.due(self.case, action, calendar=CALENDAR, at=self.at, today=self.today):
                self.try_(action, Actor.SYSTEM, Plain(), None)

    @rule()
    def somebody_reads(self):
        self.read.append(binding(self.case.content.hash, self.case.open("proposal")))

    def try_(self, action, actor, order, person):
        part = self.case.open("part")
        look = Look(
            dossier=self.case, order=order, today=self.today, at=self.at, calendar=CALENDAR, actor_id=person,
            own_case=person == self.case.applicant_id and actor is Actor.OFFICER, part_id=part.id if part else None,
        )  # fmt: skip
        try:
            row, effect, after = engine.planned(look, action, actor)
        except Refusal:
            return
        before, self.case = self.case, self.written(after, effect, person)
        REACHED[self.case.state] += 1
        self.judge(before, row, order, person)

    def written(self, after, effect, person):
        """What the engine's SQL does with an effect."""
        ends = {one.id: one for one in effect.end}
        steps = [
            replace(one, ended_at=self.at, ended_by=person, outcome=ends[one.id].outcome, ending=ends[one.id].ending)
            if one.id in ends and one.ended_at is None
            else one
            for one in self.case.steps
        ]
        begun = [
            Step(
                id=self.new_id(), round=self.case.round, kind=begin.kind, body=begin.body, begun_at=self.at,
                begun_by=person, ended_at=self.at if begin.ended else None,
            )
            for begin in effect.begin
        ]  # fmt: skip
        after = replace(after, steps=(*steps, *begun))
        return with_days(after, deadlines.days_of(after, CALENDAR, today=self.today))

    def judge(self, before, row, order, person):
        """What must be true of the step that was just made."""
        after, rules = self.case, self.case.content.terms.rules
        assert after.version == before.version + 1
        assert after.state == (row.to or before.state)
        if after.state in {State.GRANTED, State.DENIED} and before.state not in {State.GRANTED, State.DENIED}:
            assert before.accepted_at is not None
            assert len(after.of("decision")) == 1
            if rules.maker_checker:
                assert before.open("proposal").begun_by != person
                assert before.open("proposal").body.hash == after.content.hash
        if after.state is State.GRANTED:
            assert all(one.held not in {Held.MISSING, Held.PAPER} or one.covered or one.necessity == "optional"
                       for one in after.content.materials)  # fmt: skip
            heard = {one.body.department: one.outcome for one in after.of("part") if one.outcome != "recalled"}
            assert all(heard.get(name) == "agrees" for name in rules.countersign)
        if row.action == "request-supplement":
            assert len(after.of("supplement")) == 1
        if row.action in {"accept", "accept-conditionally", "accept-on-commitment", "refuse-acceptance"}:
            assert before.custody is Custody.DECIDER

    @invariant()
    def the_clocks_do_not_lie(self):
        case, today = self.case, self.today
        days = deadlines.days_of(case, CALENDAR, today=today)
        shown = deadlines.light_of(
            due_on=case.due_on, yellow_on=case.yellow_on, kept=case.light,
            waiting=case.state is State.SUPPLEMENT_REQUESTED, today=today,
        )  # fmt: skip
        assert shown is days.light, "a row, read on any day, shows the light that the clocks show"
        assert case.due_on == days.due_on, "time alone moves no due day"
        if case.state is State.SUSPENDED:
            assert (case.due_on, case.promised_due_on) == (NEVER, None)
        promise = deadlines.promised(case)
        if promise is not None and case.promised_due_on is not None:
            paused = sum(CALENDAR.between(one.since, one.until).days for one in promise.pauses)
            assert case.promised_due_on == CALENDAR.add(case.started_on, 10 + case.extended + paused).day or paused
            assert case.promised_due_on <= case.statutory_due_on
            assert clocks.remaining(promise, CALENDAR, today=today).overdue == (today > case.promised_due_on)

    @invariant()
    def what_can_be_once_is_once(self):
        case = self.case
        for kind in ("supplement", "decision", "result"):
            assert len(case.of(kind)) <= 1
        assert sum(one.outcome == "approved" for one in case.of("extension")) <= 1
        for kind in ("special", "extension", "proposal", "supplement"):
            assert sum(one.ended_at is None for one in case.of(kind)) <= 1

    @invariant()
    def nothing_stays_open_behind_an_end(self):
        if self.case.state in ENDS:
            assert self.case.ended_at is not None
            assert not [one for one in self.case.steps if one.ended_at is None and one.kind != "supplement"]
            assert self.case.due_on == NEVER
        else:
            assert self.case.ended_at is None

    @invariant()
    def a_proposal_stands_only_while_it_is_proposed(self):
        assert (self.case.open("proposal") is not None) == (self.case.state is State.PROPOSED)
        assert (self.case.open("special") is not None) == (self.case.state is State.SUSPENDED)
        assert (self.case.open("part") is not None) == (self.case.state is State.COUNTERSIGNING)


def test_no_order_of_orders_gets_round_the_rules():
    REACHED.clear()

    run_state_machine_as_test(
        Cases,
        settings=settings(
            max_examples=100,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert set(State) - set(REACHED) == {State.DRAFT}, "the machine plays every part of the table"
