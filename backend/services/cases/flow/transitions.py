"""The transition table, as data: the engine obeys it, `GET /api/v1/case-states` shows it, tests walk it.

A row says who may do what in which states, behind which guards, where the case goes, what it does to the clocks, and
which event tells of it. Rows that share action and state differ by `when`, of which exactly one holds. Nothing else
moves a case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from backend.services.cases.flow.kinds import State, Words


class Actor(StrEnum):
    """Who acts. Which person that is, and for which cases, is asked of the posts and authorities at that moment."""

    APPLICANT = "applicant"  # the subject, or somebody with authority for it
    OFFICER = "officer"  # a case officer whose post covers department and region of the deciding place
    RECEIVER = "receiver"  # a case officer of the receiving place
    COUNTERSIGNER = "countersigner"  # a case officer of the department that was asked
    SYSTEM = "system"


class Clock(StrEnum):
    """What a step does to the clocks."""

    NONE = "none"
    START_HAND_OVER = "start-hand-over"
    START_ACCEPTANCE = "start-acceptance"  # five working days (行政许可法 art. 32)
    WAIT_FOR_APPLICANT = "wait-for-applicant"  # the applicant's own time; ours stands still
    START = "start"  # statutory and promised clock, on the day of acceptance
    START_ON_RECEIPT = "start-on-receipt"  # the same, from the day of receipt (deemed acceptance)
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    STOP_AND_DELIVER = "stop-and-deliver"  # decided: ten working days to deliver (art. 44)
    STOP = "stop"


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One row. `to` None: the case stays where it is."""

    action: str
    words: Words
    actor: Actor
    states: tuple[State, ...]
    to: State | None
    event: str
    guards: tuple[str, ...] = ()
    when: str | None = None
    clock: Clock = Clock.NONE
    shown: bool = True  # whether the applicant's trail shows it


S = State
OPEN = (S.SUBMITTED, S.SUPPLEMENT_REQUESTED, S.ACCEPTED, S.IN_REVIEW, S.SUSPENDED, S.COUNTERSIGNING, S.PROPOSED)
DECIDED = (S.GRANTED, S.DENIED)
WORKING = (S.ACCEPTED, S.IN_REVIEW)
ENDS = (S.NOT_ACCEPTED, S.CONCLUDED, S.WITHDRAWN, S.VOID)
LIVE = (*OPEN, *DECIDED)  # somebody still has to do something
RUNNING = (S.SUBMITTED, S.ACCEPTED, S.IN_REVIEW, S.COUNTERSIGNING, S.PROPOSED)  # the government's clock runs
GRANT = ("later-materials-in", "countersigned", "nobody-against", "expert-heard")
DENY = ("countersigned", "expert-heard")
HERE = ("held-by-decider", "not-own-case")


def _row(
    action: str, zh: str, en: str, actor: Actor, states: Iterable[State], to: State | None, event: str, *guards: str,
    when: str | None = None, clock: Clock = Clock.NONE, shown: bool = True,
) -> Transition:  # fmt: skip
    return Transition(
        action=action, words=Words(zh=zh, en=en), actor=actor, states=tuple(states), to=to, event=event,
        guards=guards, when=when, clock=clock, shown=shown,
    )  # fmt: skip


APP, OFF, REC, PART, SYS = Actor.APPLICANT, Actor.OFFICER, Actor.RECEIVER, Actor.COUNTERSIGNER, Actor.SYSTEM
TABLE: tuple[Transition, ...] = (
    # Handing in; nobody but `submit` makes a case.
    _row("submit", "提交申请", "Handed in", APP, [S.DRAFT], S.SUBMITTED, "submitted", "authority", "well-formed",
         when="straight", clock=Clock.START_ACCEPTANCE),
    _row("submit", "收件点代收申请", "Taken in by the receiving place", APP, [S.DRAFT], S.SUBMITTED, "submitted",
         "authority", "well-formed", when="taken-in-elsewhere", clock=Clock.START_HAND_OVER),
    # From receiving to deciding place.
    _row("hand-over", "移交办理地", "Handed over to the deciding place", REC, [S.SUBMITTED], None, "handed-over",
         "held-by-receiver"),
    _row("take-over", "办理地接收", "Received by the deciding place", OFF, [S.SUBMITTED], None, "taken-over",
         "in-transit", clock=Clock.START_ACCEPTANCE),
    _row("hand-back", "结果移交收件地", "Result sent to the receiving place", OFF, [S.CONCLUDED], None, "handed-back",
         "has-receiver", "held-by-decider"),
    # Acceptance: the deciding authority's right alone.
    _row("accept", "受理", "Accepted", OFF, [S.SUBMITTED], S.ACCEPTED, "accepted", *HERE, "materials-complete",
         clock=Clock.START),
    _row("accept-conditionally", "容缺受理", "Accepted, some materials to follow", OFF, [S.SUBMITTED], S.ACCEPTED,
         "accepted", *HERE, "item-allows-conditional", "only-later-missing", "day-is-ahead", clock=Clock.START),
    _row("accept-on-commitment", "告知承诺受理", "Accepted on the applicant's commitment", OFF, [S.SUBMITTED],
         S.ACCEPTED, "accepted", *HERE, "item-allows-commitment", "commitment-given", "only-covered-missing",
         clock=Clock.START),
    _row("deem-accepted", "逾期未告知，视为受理", "Deemed accepted: nobody answered in time", SYS, [S.SUBMITTED],
         S.ACCEPTED, "accepted", "held-by-decider", "acceptance-overdue", clock=Clock.START_ON_RECEIPT),
    _row("refuse-acceptance", "不予受理", "Not accepted", OFF, [S.SUBMITTED], S.NOT_ACCEPTED, "not-accepted", *HERE,
         "acceptance-in-time", clock=Clock.STOP),
    _row("request-supplement", "一次性告知补正", "Asked to complete, once, with everything named", OFF, [S.SUBMITTED],
         S.SUPPLEMENT_REQUESTED, "supplement-requested", *HERE, "not-asked-before", "acceptance-in-time",
         "names-known-things", "day-is-ahead", clock=Clock.WAIT_FOR_APPLICANT),
    _row("answer-supplement", "补正材料", "Completed", APP, [S.SUPPLEMENT_REQUESTED], S.SUBMITTED,
         "supplement-answered", "answer-in-time", "answers-everything", clock=Clock.START_ACCEPTANCE),
    _row("lapse", "逾期未补正，终止办理", "Ended: not completed in time", SYS, [S.SUPPLEMENT_REQUESTED], S.VOID,
         "lapsed", "answer-overdue", clock=Clock.STOP),
    _row("take-paper", "收到纸质材料", "Paper materials received", OFF, [S.SUBMITTED, *WORKING], None,
         "paper-taken", "held-by-decider", "paper-awaited"),
    # Review.
    _row("begin-review", "进入审查", "Under review", OFF, [S.ACCEPTED], S.IN_REVIEW, "in-review", "not-own-case"),
    _row("hand-in-later", "补交容缺材料", "Later materials handed in", APP,
         [S.ACCEPTED, S.IN_REVIEW, S.SUSPENDED, S.COUNTERSIGNING], None, "later-handed-in", "something-is-later"),
    _row("hand-in-later", "补交容缺材料", "Later materials handed in", APP, [S.PROPOSED], S.IN_REVIEW,
         "later-handed-in", "something-is-later"),
    _row("correct", "更正申请信息", "Fields corrected", OFF, WORKING, None, "corrected", "not-own-case",
         "fields-known"),
    _row("correct", "更正申请信息，拟办意见作废", "Fields corrected, the proposal is void", OFF, [S.PROPOSED],
         S.IN_REVIEW, "corrected", "not-own-case", "fields-known"),
    _row("suspend", "进入特别程序，计时暂停", "Special procedure begun, the clock stands still", OFF, WORKING,
         S.SUSPENDED, "suspended", "not-own-case", "day-is-ahead", clock=Clock.PAUSE),
    _row("resume", "特别程序结束，恢复计时", "Special procedure ended, the clock runs again", OFF, [S.SUSPENDED],
         S.IN_REVIEW, "resumed", "not-own-case", clock=Clock.RESUME),
    _row("ask-extension", "申请延长办理期限", "Longer time asked for", OFF, WORKING, None, "extension-asked",
         "not-own-case", "not-extended-before", "no-extension-open", "extension-fits", shown=False),
    _row("approve-extension", "批准延长办理期限", "Longer time approved", OFF, WORKING, None, "extended",
         "not-own-case", "extension-open", "not-the-asker", clock=Clock.EXTEND),
    _row("refuse-extension", "不同意延长", "Longer time refused", OFF, WORKING, None, "extension-refused",
         "extension-open", "not-the-asker", shown=False),
    _row("countersign", "送有关部门会签", "Sent to other departments", OFF, WORKING, S.COUNTERSIGNING,
         "countersigning", "not-own-case", "parts-distinct"),
    _row("answer-part", "部门会签意见", "A department's opinion", PART, [S.COUNTERSIGNING], None, "part-answered",
         "not-own-case", when="parts-left", shown=False),
    _row("answer-part", "会签完成", "All departments have answered", PART, [S.COUNTERSIGNING], S.IN_REVIEW,
         "countersigned", "not-own-case", when="last-part"),
    _row("recall-countersign", "撤回会签", "Countersigning recalled", OFF, [S.COUNTERSIGNING], S.IN_REVIEW,
         "countersign-recalled", "not-own-case", shown=False),
    # Decision: by one officer, or by two where the item asks for two.
    _row("propose", "提出拟办意见", "Decision proposed", OFF, WORKING, S.PROPOSED, "proposed", "not-own-case", *GRANT,
         when="grants", shown=False),
    _row("propose", "提出拟办意见", "Decision proposed", OFF, WORKING, S.PROPOSED, "proposed", "not-own-case", *DENY,
         when="denies", shown=False),
    _row("approve", "准予", "Granted", OFF, [S.PROPOSED], S.GRANTED, "granted", "not-own-case", "not-the-proposer",
         "hash-unchanged", *GRANT, when="grants", clock=Clock.STOP_AND_DELIVER),
    _row("approve", "不予", "Denied", OFF, [S.PROPOSED], S.DENIED, "denied", "not-own-case", "not-the-proposer",
         "hash-unchanged", *DENY, when="denies", clock=Clock.STOP_AND_DELIVER),
    _row("return-proposal", "退回拟办意见", "Proposal returned", OFF, [S.PROPOSED], S.IN_REVIEW, "proposal-returned",
         "not-own-case", "not-the-proposer", shown=False),
    _row("take-back-proposal", "撤回拟办意见", "Proposal taken back", OFF, [S.PROPOSED], S.IN_REVIEW,
         "proposal-taken-back", "the-proposer", shown=False),
    _row("decide", "准予", "Granted", OFF, WORKING, S.GRANTED, "granted", "not-own-case", "one-officer-is-enough",
         *GRANT, when="grants", clock=Clock.STOP_AND_DELIVER),
    _row("decide", "不予", "Denied", OFF, WORKING, S.DENIED, "denied", "not-own-case", "one-officer-is-enough", *DENY,
         when="denies", clock=Clock.STOP_AND_DELIVER),
    _row("conclude", "办结", "Concluded", OFF, DECIDED, S.CONCLUDED, "concluded", "not-own-case", clock=Clock.STOP),
    # Side exits, and the way back in.
    _row("withdraw", "申请人撤回", "Withdrawn by the applicant", APP, OPEN, S.WITHDRAWN, "withdrawn",
         clock=Clock.STOP),
    _row("void", "作废", "Void", OFF, OPEN, S.VOID, "voided", *HERE, clock=Clock.STOP),
    _row("reopen", "重新申请", "Opened again", APP, [S.NOT_ACCEPTED, S.DENIED], S.SUBMITTED, "reopened",
         "rounds-left", clock=Clock.START_ACCEPTANCE),
    _row("reopen", "重新申请", "Opened again", APP, [S.CONCLUDED], S.SUBMITTED, "reopened", "rounds-left",
         "was-denied", clock=Clock.START_ACCEPTANCE),
    # What leaves the case where it is.
    _row("urge", "催办", "Urged", APP, [*RUNNING, *DECIDED], None, "urged", "urge-allowed"),
    _row("assign", "指派承办人", "Assigned", OFF, LIVE, None, "assigned", "assignee-works-here", shown=False),
    _row("yellow-card", "黄牌预警：即将到期", "Yellow card: nearly due", SYS, [*RUNNING, *DECIDED], None,
         "yellow-card", "newly-yellow", shown=False),
    _row("red-card", "红牌：已超期", "Red card: overdue", SYS, [*RUNNING, *DECIDED], None, "red-card", "newly-red"),
)  # fmt: skip

STATE_WORDS: dict[State, Words] = {
    S.DRAFT: Words(zh="草稿", en="Draft"),
    S.SUBMITTED: Words(zh="已提交，待受理", en="Handed in, waiting for acceptance"),
    S.SUPPLEMENT_REQUESTED: Words(zh="待补正", en="Waiting for what is missing"),
    S.ACCEPTED: Words(zh="已受理", en="Accepted"),
    S.NOT_ACCEPTED: Words(zh="不予受理", en="Not accepted"),
    S.IN_REVIEW: Words(zh="审查中", en="Under review"),
    S.SUSPENDED: Words(zh="特别程序，计时暂停", en="Special procedure, clock stopped"),
    S.COUNTERSIGNING: Words(zh="部门会签中", en="With other departments"),
    S.PROPOSED: Words(zh="待审批", en="Waiting for approval"),
    S.GRANTED: Words(zh="准予，待送达", en="Granted, result to come"),
    S.DENIED: Words(zh="不予，待送达", en="Denied, written decision to come"),
    S.CONCLUDED: Words(zh="已办结", en="Concluded"),
    S.WITHDRAWN: Words(zh="已撤回", en="Withdrawn"),
    S.VOID: Words(zh="已作废", en="Void"),
}

BY_ACTION: dict[tuple[State, str], tuple[Transition, ...]] = {
    (state, row.action): tuple(one for one in TABLE if one.action == row.action and state in one.states)
    for row in TABLE
    for state in row.states
}
ACTOR_OF: dict[str, Actor] = {row.action: row.actor for row in TABLE}


def rows_of(state: State, action: str) -> tuple[Transition, ...]:
    """The rows that may apply; more than one only when `when` tells them apart; none: not now."""
    return BY_ACTION.get((state, action), ())


def actions_in(state: State, actor: Actor) -> list[str]:
    """What this kind of actor may try in this state, in the table's order."""
    return list(dict.fromkeys(row.action for row in TABLE if row.actor is actor and state in row.states))
