"""Guards and conditions of the transition table, by name. Pure: each looks at the case, the order and who gives it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from backend.core.errors import Param, Refusal
from backend.reference.calendar import clocks
from backend.reference.calendar.clocks import WorkingDays
from backend.reference.calendar.structs import Light
from backend.services.cases.flow import deadlines, refusals
from backend.services.cases.flow.binding import binding
from backend.services.cases.flow.dossier import Dossier
from backend.services.cases.flow.kinds import Custody, Held
from backend.services.cases.flow.orders import (
    AcceptConditionally,
    Approve,
    AskExtension,
    Correct,
    Countersign,
    Decide,
    HandedMaterial,
    HandIn,
    Order,
    RequestSupplement,
    Suspend,
    TakePaper,
)
from backend.services.cases.flow.places import plain

ROUNDS_MOST = 3  # opened again twice more often than anybody needs; beyond it a new application is clearer
URGES_MOST = 3
URGE_DAYS = 3
EXTENSION_MOST = 10  # working days (行政许可法 art. 42)
JOINT_EXTENSION_MOST = 15  # several departments together (art. 42)
DAYS_MOST = {AcceptConditionally: 60, RequestSupplement: 90, Suspend: 365}  # later than this is a typing error
ABSENT = frozenset({Held.MISSING, Held.PAPER})


@dataclass(frozen=True, kw_only=True)
class Look:
    """Everything a guard may ask."""

    dossier: Dossier
    order: Order
    today: date
    at: datetime
    calendar: WorkingDays
    actor_id: UUID | None = None
    own_case: bool = False
    part_id: UUID | None = None
    assignee_works_here: bool = True


Params = dict[str, Param]


@dataclass(frozen=True, kw_only=True)
class Guard:
    """`holds` or the refusal, with the words that `params` fills in."""

    holds: Callable[[Look], bool]
    refusal: type[Refusal]
    params: Callable[[Look], Params] = lambda _look: {}


def check(names: Iterable[str], look: Look) -> None:
    """Refuse at the first guard that does not hold."""
    for name in names:
        guard = GUARDS[name]
        if not guard.holds(look):
            raise guard.refusal(**guard.params(look))


def condition(name: str | None, look: Look) -> bool:
    """Whether the row's `when` holds."""
    return name is None or CONDITIONS[name](look)


def _names(materials: Iterable[HandedMaterial]) -> str:
    return "、".join(one.name for one in materials)


def _only_missing(look: Look, *, later: bool) -> list[HandedMaterial]:
    """What conditional acceptance cannot cover (`later` False), or commitment cannot (`later` True)."""
    content = look.dossier.content
    return content.missing(covered=False) if later else content.missing(later=False)


def _conditional(look: Look) -> bool:
    return not _only_missing(look, later=False) and bool(look.dossier.content.missing(later=True))


def _latest(look: Look) -> date:
    return look.today + timedelta(days=DAYS_MOST[type(look.order)])


def _day_of(look: Look) -> date:
    match look.order:
        case AcceptConditionally(later_by=day) | RequestSupplement(answer_by=day) | Suspend(expected_until=day):
            return day
        case _:
            return look.today


def _acceptance_overdue(look: Look) -> bool:
    clock = deadlines.stage(look.dossier)
    return clock is not None and clocks.remaining(clock, look.calendar, today=look.today).overdue


def _unknown_wanted(look: Look) -> list[str]:
    known = {("material", one.code) for one in look.dossier.content.materials}
    known |= {("field", one.name) for one in look.dossier.content.answers}
    assert isinstance(look.order, RequestSupplement)  # noqa: S101 - the table gives this guard to no other action
    return [one.code for one in look.order.wanted if (one.kind, one.code) not in known]


def _unanswered(look: Look) -> list[str]:
    asked = look.dossier.open("supplement")
    assert isinstance(look.order, HandIn)  # noqa: S101 - as above
    given = {("material", one.code) for one in look.order.materials if one.held not in ABSENT}
    given |= {("field", one.name) for one in look.order.answers}
    return [one.code for one in asked.body.wanted if (one.kind, one.code) not in given] if asked else []


def _not_later(look: Look) -> list[str]:
    awaited = {one.code for one in look.dossier.content.missing()}
    assert isinstance(look.order, HandIn)  # noqa: S101 - as above
    wrong = [one.code for one in look.order.materials if one.code not in awaited or one.held in ABSENT]
    return [*wrong, *(one.name for one in look.order.answers)] or ([] if look.order.materials else ["-"])


def _paper_wrong(look: Look) -> list[str]:
    absent = {one.code for one in look.dossier.content.materials if one.held in ABSENT}
    assert isinstance(look.order, TakePaper)  # noqa: S101 - as above
    return [code for code in look.order.materials if code not in absent]


def _fields_unknown(look: Look) -> list[str]:
    known = {one.name for one in look.dossier.content.answers}
    assert isinstance(look.order, Correct)  # noqa: S101 - as above
    return [name for name in look.order.answers if name not in known]


def _extension_most(look: Look) -> int:
    return JOINT_EXTENSION_MOST if look.dossier.opinions() else EXTENSION_MOST


def _parts_wrong(look: Look) -> list[str]:
    assert isinstance(look.order, Countersign)  # noqa: S101 - as above
    own, seen, wrong = plain(look.dossier.department), set(), []
    for part in look.order.parts:
        name = plain(part.department)
        place = (name, part.region_code or look.dossier.region_code)
        if place in seen or place == (own, look.dossier.region_code):
            wrong.append(name)
        seen.add(place)
    return wrong


def _not_countersigned(look: Look) -> list[str]:
    heard = {plain(name) for name, part in look.dossier.opinions().items() if part.ended_at is not None}
    return [name for name in look.dossier.content.terms.rules.countersign if plain(name) not in heard]


def _against(look: Look) -> list[str]:
    return [name for name, part in look.dossier.opinions().items() if part.outcome == "disagrees"]


def _expert_heard(look: Look) -> bool:
    heard = any(one.body.kind == "expert-review" and one.ending for one in look.dossier.of("special"))
    return heard or not look.dossier.content.terms.rules.expert


def _begun_by(look: Look, kind: str) -> UUID | None:
    step = look.dossier.open(kind)
    return step.begun_by if step else None


def _bound(look: Look) -> bool:
    proposal, content = look.dossier.open("proposal"), look.dossier.content
    if proposal is None or not isinstance(look.order, Approve):
        return False
    return proposal.body.hash == content.hash and look.order.content_hash == binding(content.hash, proposal)


def _may_urge(look: Look) -> bool:
    case = look.dossier
    recently = case.urged_at is not None and look.at - case.urged_at < timedelta(days=URGE_DAYS)
    return case.urges < URGES_MOST and not recently


def _outcome(look: Look) -> str | None:
    """What is being decided: by the order itself, or by the proposal that it approves."""
    if isinstance(look.order, Decide):
        return look.order.outcome
    proposal = look.dossier.open("proposal")
    return proposal.body.outcome if proposal else None


def _was_denied(look: Look) -> bool:
    decision = look.dossier.last("decision")
    return decision is not None and decision.body.outcome == "denied"


def _newly(look: Look, light: Light) -> bool:
    now = deadlines.days_of(look.dossier, look.calendar, today=look.today).light
    return now is light and look.dossier.light is not light


def _open_parts(look: Look) -> int:
    return sum(one.ended_at is None for one in look.dossier.of("part"))


CONDITIONS: Mapping[str, Callable[[Look], bool]] = {
    "straight": lambda look: look.dossier.custody is Custody.DECIDER,
    "taken-in-elsewhere": lambda look: look.dossier.custody is Custody.RECEIVER,
    "grants": lambda look: _outcome(look) == "granted",
    "denies": lambda look: _outcome(look) == "denied",
    "parts-left": lambda look: _open_parts(look) > 1,
    "last-part": lambda look: _open_parts(look) <= 1,
}


def _codes(found: Callable[[Look], list[str]], name: str = "codes") -> Callable[[Look], Params]:
    return lambda look: {name: "、".join(found(look))}


def _by(look: Look) -> Params:
    asked = look.dossier.open("supplement")
    return {"by": str(asked.body.answer_by) if asked else "-"}


def _missing(look: Look) -> Params:
    return {"materials": _names(look.dossier.content.missing()) or "-"}


GUARDS: Mapping[str, Guard] = {
    "held-by-decider": Guard(
        holds=lambda look: look.dossier.custody in {Custody.DECIDER, Custody.RETURNED}, refusal=refusals.HeldElsewhere
    ),
    "held-by-receiver": Guard(
        holds=lambda look: look.dossier.custody is Custody.RECEIVER, refusal=refusals.NotHeldByReceiver
    ),
    "in-transit": Guard(holds=lambda look: look.dossier.custody is Custody.IN_TRANSIT, refusal=refusals.NotInTransit),
    "has-receiver": Guard(
        holds=lambda look: look.dossier.receiver_unit_id is not None and look.dossier.custody is Custody.DECIDER,
        refusal=refusals.NoReceiver,
    ),
    "not-own-case": Guard(holds=lambda look: not look.own_case, refusal=refusals.OwnCase),
    "materials-complete": Guard(
        holds=lambda look: not look.dossier.content.missing(), refusal=refusals.MaterialsMissing, params=_missing
    ),
    "item-allows-conditional": Guard(
        holds=lambda look: look.dossier.content.terms.rules.conditional, refusal=refusals.NotConditional
    ),
    "only-later-missing": Guard(holds=_conditional, refusal=refusals.NotOnlyLater, params=_missing),
    "item-allows-commitment": Guard(
        holds=lambda look: look.dossier.content.terms.rules.notice_commitment, refusal=refusals.NoCommitmentHere
    ),
    "commitment-given": Guard(
        holds=lambda look: look.dossier.content.commitment is not None, refusal=refusals.NothingCommitted
    ),
    "only-covered-missing": Guard(
        holds=lambda look: not _only_missing(look, later=True),
        refusal=refusals.NotOnlyCovered,
        params=lambda look: {"materials": _names(_only_missing(look, later=True))},
    ),
    "day-is-ahead": Guard(
        holds=lambda look: look.today < _day_of(look) <= _latest(look),
        refusal=refusals.DayNotAhead,
        params=lambda look: {"latest": str(_latest(look))},
    ),
    "acceptance-overdue": Guard(holds=_acceptance_overdue, refusal=refusals.NotOverdueYet),
    "acceptance-in-time": Guard(holds=lambda look: not _acceptance_overdue(look), refusal=refusals.AnswerTooLate),
    "not-asked-before": Guard(holds=lambda look: look.dossier.last("supplement") is None, refusal=refusals.AskedBefore),
    "names-known-things": Guard(
        holds=lambda look: not _unknown_wanted(look), refusal=refusals.NamesUnknown, params=_codes(_unknown_wanted)
    ),
    "answer-in-time": Guard(
        holds=lambda look: look.today <= look.dossier.due_on, refusal=refusals.SupplementTooLate, params=_by
    ),
    "answer-overdue": Guard(holds=lambda look: look.today > look.dossier.due_on, refusal=refusals.NotLapsed),
    "answers-everything": Guard(
        holds=lambda look: not _unanswered(look), refusal=refusals.SupplementIncomplete, params=_codes(_unanswered)
    ),
    "something-is-later": Guard(
        holds=lambda look: not _not_later(look), refusal=refusals.NothingLater, params=_codes(_not_later)
    ),
    "paper-awaited": Guard(
        holds=lambda look: not _paper_wrong(look), refusal=refusals.PaperNotAwaited, params=_codes(_paper_wrong)
    ),
    "fields-known": Guard(
        holds=lambda look: not _fields_unknown(look), refusal=refusals.FieldsUnknown, params=_codes(_fields_unknown)
    ),
    "not-extended-before": Guard(holds=lambda look: look.dossier.extended == 0, refusal=refusals.ExtendedBefore),
    "no-extension-open": Guard(
        holds=lambda look: look.dossier.open("extension") is None, refusal=refusals.ExtensionOpen
    ),
    "extension-open": Guard(
        holds=lambda look: look.dossier.open("extension") is not None, refusal=refusals.NoExtensionAsked
    ),
    "extension-fits": Guard(
        holds=lambda look: isinstance(look.order, AskExtension) and look.order.days <= _extension_most(look),
        refusal=refusals.ExtensionTooLong,
        params=lambda look: {"most": _extension_most(look)},
    ),
    "not-the-asker": Guard(
        holds=lambda look: look.actor_id != _begun_by(look, "extension"), refusal=refusals.OwnExtension
    ),
    "parts-distinct": Guard(
        holds=lambda look: not _parts_wrong(look),
        refusal=refusals.PartsNotDistinct,
        params=_codes(_parts_wrong, "departments"),
    ),
    "later-materials-in": Guard(
        holds=lambda look: not look.dossier.content.missing(covered=False),
        refusal=refusals.LaterMaterialsMissing,
        params=lambda look: {"materials": _names(look.dossier.content.missing(covered=False))},
    ),
    "countersigned": Guard(
        holds=lambda look: not _not_countersigned(look),
        refusal=refusals.CountersignMissing,
        params=_codes(_not_countersigned, "departments"),
    ),
    "nobody-against": Guard(
        holds=lambda look: not _against(look), refusal=refusals.SomebodyAgainst, params=_codes(_against, "departments")
    ),
    "expert-heard": Guard(holds=_expert_heard, refusal=refusals.ExpertMissing),
    "not-the-proposer": Guard(
        holds=lambda look: look.actor_id != _begun_by(look, "proposal"), refusal=refusals.OwnProposal
    ),
    "the-proposer": Guard(
        holds=lambda look: look.actor_id == _begun_by(look, "proposal"), refusal=refusals.NotYourProposal
    ),
    "hash-unchanged": Guard(holds=_bound, refusal=refusals.ContentChanged),
    "one-officer-is-enough": Guard(
        holds=lambda look: not look.dossier.content.terms.rules.maker_checker, refusal=refusals.SecondOfficerNeeded
    ),
    "rounds-left": Guard(
        holds=lambda look: look.dossier.round <= ROUNDS_MOST,
        refusal=refusals.RoundsUsedUp,
        params=lambda _look: {"most": ROUNDS_MOST},
    ),
    "was-denied": Guard(holds=_was_denied, refusal=refusals.NotDenied),
    "urge-allowed": Guard(
        holds=_may_urge,
        refusal=refusals.UrgedEnough,
        params=lambda _look: {"days": URGE_DAYS, "most": URGES_MOST},
    ),
    "assignee-works-here": Guard(holds=lambda look: look.assignee_works_here, refusal=refusals.NotAColleague),
    "newly-yellow": Guard(holds=lambda look: _newly(look, Light.YELLOW), refusal=refusals.NotYellow),
    "newly-red": Guard(holds=lambda look: _newly(look, Light.RED), refusal=refusals.NotRed),
}
