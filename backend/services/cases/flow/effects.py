"""What each order does besides moving the case: what begins, what ends, what is handed in, and the words that remain.

Pure: an effect looks and says; the engine writes. Clocks and states are the table's business, not an effect's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from backend.services.cases.flow.dossier import (
    DecisionBody,
    Dossier,
    ExtensionBody,
    HandOverBody,
    PartBody,
    ReasonBody,
    ResultBody,
    SpecialBody,
    SpecialEnding,
    SupplementBody,
)
from backend.services.cases.flow.guards import ABSENT, Look
from backend.services.cases.flow.kinds import Custody, Held, State
from backend.services.cases.flow.orders import (
    AcceptConditionally,
    Answer,
    AnswerPart,
    AskExtension,
    Assign,
    Conclude,
    Correct,
    Countersign,
    Decide,
    HandedMaterial,
    HandIn,
    Plain,
    Reasoned,
    RequestSupplement,
    Resume,
    Suspend,
    TakePaper,
    Void,
)
from backend.services.cases.flow.places import plain


@dataclass(frozen=True, kw_only=True)
class Begin:
    """A step to begin; `ended` ones are facts of one moment (a decision, a result)."""

    kind: str
    body: msgspec.Struct
    place: tuple[str, str] | None = None
    ended: bool = False


@dataclass(frozen=True, kw_only=True)
class End:
    """A step to end."""

    id: UUID
    outcome: str
    ending: msgspec.Struct | None = None


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Everything that a step changes besides state and clocks; `columns` are of the case's row."""

    note: str = ""
    begin: tuple[Begin, ...] = ()
    end: tuple[End, ...] = ()
    columns: Mapping[str, Any] = field(default_factory=dict)
    answers: tuple[Answer, ...] | None = None
    materials: tuple[HandedMaterial, ...] | None = None
    later_by: date | None = None


def effect_of(action: str, look: Look) -> Effect:
    """What this order does here."""
    return EFFECTS[action](look)


def end_open(dossier: Dossier, kinds: tuple[str, ...], *, outcome: str) -> tuple[End, ...]:
    """Everything of these kinds that has not ended, ended."""
    return tuple(End(id=one.id, outcome=outcome) for kind in kinds for one in dossier.of(kind) if one.ended_at is None)


def merged(
    known: tuple[HandedMaterial, ...], given: list[HandedMaterial], *, by: UUID | None
) -> tuple[HandedMaterial, ...]:
    """What was handed in, with what came now in its place; how necessary a thing is stays the item's word."""
    new = {one.code: one for one in given}
    return tuple(
        msgspec.structs.replace(
            one, held=new[one.code].held, files=new[one.code].files, licence=new[one.code].licence, handed_by=by
        )
        if one.code in new and new[one.code].held not in ABSENT
        else one
        for one in known
    )


def amended(known: tuple[Answer, ...], values: Mapping[str, Any]) -> tuple[Answer, ...]:
    """The answers with these values; what registers said stays beside them."""
    return tuple(msgspec.structs.replace(one, value=values[one.name]) if one.name in values else one for one in known)


def _plain(look: Look) -> Effect:
    return Effect(note=look.order.note if isinstance(look.order, Plain) else "")


def _reasoned(look: Look) -> Effect:
    return Effect(note=look.order.reason if isinstance(look.order, Reasoned) else "")


def _accept_conditionally(look: Look) -> Effect:
    order = look.order
    assert isinstance(order, AcceptConditionally)  # noqa: S101 - the engine checked the kind of every order
    awaited = "、".join(one.name for one in look.dossier.content.missing(later=True))
    note = f"请在 {order.later_by} 前补交：{awaited}。{order.note}"
    return Effect(note=note, columns={"conditional": True}, later_by=order.later_by)


def _refuse(look: Look) -> Effect:
    assert isinstance(look.order, Reasoned)  # noqa: S101
    body = ReasonBody(reason=look.order.reason)
    return Effect(note=look.order.reason, begin=(Begin(kind="refusal", body=body, ended=True),))


def _request_supplement(look: Look) -> Effect:
    order = look.order
    assert isinstance(order, RequestSupplement)  # noqa: S101
    note = "；".join(one.what for one in order.wanted) + f"（请在 {order.answer_by} 前补齐）"
    body = SupplementBody(wanted=order.wanted, answer_by=order.answer_by)
    return Effect(note=note, begin=(Begin(kind="supplement", body=body),))


def _hand_in(look: Look) -> tuple[tuple[Answer, ...], tuple[HandedMaterial, ...]]:
    order, content = look.order, look.dossier.content
    assert isinstance(order, HandIn)  # noqa: S101
    answers = amended(content.answers, {one.name: one.value for one in order.answers})
    return answers, merged(content.materials, order.materials, by=look.actor_id)


def _answer_supplement(look: Look) -> Effect:
    answers, materials = _hand_in(look)
    end = end_open(look.dossier, ("supplement",), outcome="answered")
    return Effect(note=_note(look), answers=answers, materials=materials, end=end)


def _hand_in_later(look: Look) -> Effect:
    _, materials = _hand_in(look)
    end = end_open(look.dossier, ("proposal",), outcome="voided")
    return Effect(note=_note(look), materials=materials, end=end)


def _reopen(look: Look) -> Effect:
    answers, materials = _hand_in(look)
    fresh = {
        "round": look.dossier.round + 1, "conditional": False, "extended": 0, "urges": 0, "urged_at": None,
        "started_on": None, "decided_on": None, "accepted_at": None, "ended_at": None, "custody": Custody.DECIDER,
        "statutory_due_on": None, "promised_due_on": None,
    }  # fmt: skip
    return Effect(note=_note(look), answers=answers, materials=materials, columns=fresh)


def _take_paper(look: Look) -> Effect:
    assert isinstance(look.order, TakePaper)  # noqa: S101
    seen = set(look.order.materials)
    materials = tuple(
        msgspec.structs.replace(one, held=Held.COUNTER) if one.code in seen else one
        for one in look.dossier.content.materials
    )
    return Effect(note="、".join(one.name for one in materials if one.code in seen), materials=materials)


def _correct(look: Look) -> Effect:
    order = look.order
    assert isinstance(order, Correct)  # noqa: S101
    answers = amended(look.dossier.content.answers, order.answers)
    titles = "、".join(one.title for one in answers if one.name in order.answers)
    end = end_open(look.dossier, ("proposal",), outcome="voided")
    return Effect(note=f"{titles}：{order.reason}", answers=answers, end=end)


def _suspend(look: Look) -> Effect:
    order = look.order
    assert isinstance(order, Suspend)  # noqa: S101
    body = SpecialBody(kind=order.kind, reason=order.reason, since=look.today, expected_until=order.expected_until)
    note = f"{order.reason}（预计到 {order.expected_until}）"
    return Effect(note=note, begin=(Begin(kind="special", body=body),))


def _resume(look: Look) -> Effect:
    special = look.dossier.open("special")
    assert isinstance(look.order, Resume)  # noqa: S101
    ending = SpecialEnding(until=look.today, finding=look.order.finding)
    end = (End(id=special.id, outcome="ended", ending=ending),) if special else ()
    return Effect(note=look.order.finding, end=end)


def _ask_extension(look: Look) -> Effect:
    assert isinstance(look.order, AskExtension)  # noqa: S101
    body = ExtensionBody(days=look.order.days, reason=look.order.reason)
    return Effect(note=f"{look.order.days} 天：{look.order.reason}", begin=(Begin(kind="extension", body=body),))


def _approve_extension(look: Look) -> Effect:
    asked = look.dossier.open("extension")
    days = asked.body.days if asked else 0
    note = f"延长 {days} 天：{asked.body.reason}" if asked else ""
    return Effect(note=note, columns={"extended": days}, end=end_open(look.dossier, ("extension",), outcome="approved"))


def _refuse_extension(look: Look) -> Effect:
    return Effect(note=_reasoned(look).note, end=end_open(look.dossier, ("extension",), outcome="refused"))


def _countersign(look: Look) -> Effect:
    assert isinstance(look.order, Countersign)  # noqa: S101
    begin, here = [], look.dossier.region_code
    for part in look.order.parts:
        name, region = plain(part.department), part.region_code or here
        body = PartBody(
            department=name, region_code=region, asks=part.asks, fields=part.fields, materials=part.materials
        )
        begin.append(Begin(kind="part", body=body, place=(name, region)))
    return Effect(note="、".join(plain(one.department) for one in look.order.parts), begin=tuple(begin))


def _answer_part(look: Look) -> Effect:
    part = next(one for one in look.dossier.of("part") if one.id == look.part_id)
    assert isinstance(look.order, AnswerPart)  # noqa: S101
    outcome = "agrees" if look.order.agrees else "disagrees"
    end = End(id=part.id, outcome=outcome, ending=ReasonBody(reason=look.order.opinion))
    return Effect(note=f"{part.body.department}：{look.order.opinion}", end=(end,))


def _recall(look: Look) -> Effect:
    return Effect(note=_reasoned(look).note, end=end_open(look.dossier, ("part",), outcome="recalled"))


def _propose(look: Look) -> Effect:
    assert isinstance(look.order, Decide)  # noqa: S101
    body = DecisionBody(outcome=look.order.outcome, reasons=look.order.reasons, hash=look.dossier.content.hash)
    return Effect(note=look.order.reasons, begin=(Begin(kind="proposal", body=body),))


def _decided(look: Look, body: DecisionBody) -> Effect:
    begin = Begin(kind="decision", body=body, ended=True)
    end = end_open(look.dossier, ("proposal",), outcome="approved")
    end += end_open(look.dossier, ("extension",), outcome="moot")
    return Effect(note=body.reasons, begin=(begin,), end=end, columns={"decided_on": look.today})


def _approve(look: Look) -> Effect:
    proposal = look.dossier.open("proposal")
    assert proposal is not None  # noqa: S101 - a guard looked
    return _decided(look, proposal.body)


def _decide(look: Look) -> Effect:
    assert isinstance(look.order, Decide)  # noqa: S101
    hashed = look.dossier.content.hash
    return _decided(look, DecisionBody(outcome=look.order.outcome, reasons=look.order.reasons, hash=hashed))


def _end_proposal(outcome: str) -> Callable[[Look], Effect]:
    def ended(look: Look) -> Effect:
        note = _reasoned(look).note or _plain(look).note
        return Effect(note=note, end=end_open(look.dossier, ("proposal",), outcome=outcome))

    return ended


def _conclude(look: Look) -> Effect:
    order, granted = look.order, look.dossier.state is State.GRANTED
    assert isinstance(order, Conclude)  # noqa: S101
    body = ResultBody(
        name=order.name,
        number=order.number,
        licence_type=look.dossier.content.terms.result.licence_type if granted else None,
        delivery=order.delivery,
        file_id=order.file_id,
        issued_on=look.today,
    )
    return Effect(note=order.name, begin=(Begin(kind="result", body=body, ended=True),))


CLOSED = ("supplement", "special", "extension", "part", "proposal")


def _leave(note: Callable[[Look], str]) -> Callable[[Look], Effect]:
    """Everything that was open ends with the case."""
    return lambda look: Effect(note=note(look), end=end_open(look.dossier, CLOSED, outcome="moot"))


def _void_note(look: Look) -> str:
    return look.order.reason if isinstance(look.order, Void) else ""


def _urge(look: Look) -> Effect:
    return Effect(note=_plain(look).note, columns={"urges": look.dossier.urges + 1, "urged_at": look.at})


def _assign(look: Look) -> Effect:
    assert isinstance(look.order, Assign)  # noqa: S101
    return Effect(columns={"assigned_to": look.order.officer_id})


def _travel(custody: Custody, *, to_receiver: bool = False, logged: bool = True) -> Callable[[Look], Effect]:
    def travelled(look: Look) -> Effect:
        here, there = look.dossier.department, _receiver(look.dossier)
        places = (here, there) if to_receiver else (there, here)
        body = HandOverBody(from_place=places[0], to_place=places[1], note=_plain(look).note)
        columns: dict[str, Any] = {"custody": custody}
        if custody is Custody.DECIDER:
            columns["received_on"] = look.today
        begin = (Begin(kind="hand-over", body=body, ended=True),) if logged else ()
        return Effect(note=_plain(look).note or f"{places[0]} → {places[1]}", begin=begin, columns=columns)

    return travelled


def _receiver(dossier: Dossier) -> str:
    receiving = dossier.content.receiving
    return f"{receiving.department} {receiving.window}".strip() if receiving else ""


def _note(look: Look) -> str:
    return look.order.note if isinstance(look.order, HandIn) else ""


EFFECTS: Mapping[str, Callable[[Look], Effect]] = {
    "submit": _plain,
    "hand-over": _travel(Custody.IN_TRANSIT),
    "take-over": _travel(Custody.DECIDER),
    "hand-back": _travel(Custody.RETURNED, to_receiver=True),
    "accept": _plain,
    "accept-conditionally": _accept_conditionally,
    "accept-on-commitment": _plain,
    "deem-accepted": _plain,
    "refuse-acceptance": _refuse,
    "request-supplement": _request_supplement,
    "answer-supplement": _answer_supplement,
    "lapse": _leave(lambda _look: ""),
    "begin-review": _plain,
    "hand-in-later": _hand_in_later,
    "take-paper": _take_paper,
    "correct": _correct,
    "suspend": _suspend,
    "resume": _resume,
    "ask-extension": _ask_extension,
    "approve-extension": _approve_extension,
    "refuse-extension": _refuse_extension,
    "countersign": _countersign,
    "answer-part": _answer_part,
    "recall-countersign": _recall,
    "propose": _propose,
    "approve": _approve,
    "return-proposal": _end_proposal("returned"),
    "take-back-proposal": _end_proposal("taken-back"),
    "decide": _decide,
    "conclude": _conclude,
    "withdraw": _leave(lambda look: _reasoned(look).note),
    "void": _leave(_void_note),
    "reopen": _reopen,
    "urge": _urge,
    "assign": _assign,
    "yellow-card": _plain,
    "red-card": _plain,
}
