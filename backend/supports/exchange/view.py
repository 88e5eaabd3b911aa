"""A kept read as one person may see it: of others' facts only what concerns those they look after. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.identity.consents.structs import Bilingual, Disclosure
from backend.supports.exchange import ports
from backend.supports.exchange.catalogue import FACTS
from backend.supports.exchange.clauses import CLAUSES
from backend.supports.exchange.structs import About, AccessEntry, AccessQuestion, Basis, FactName

CONSENT: Final = Bilingual(zh="本人（或监护人、单位代表）同意", en="Consent of the person, a parent or the firm")
OWN: Final = Bilingual(zh="本人查询", en="One's own look")
UNNAMED: Final = Bilingual(zh="未说明有效依据", en="No valid basis was named")
# Fields of people that mini-apps may read; they are no facts of registers.
FIELDS: Final = {
    "name": Bilingual(zh="姓名", en="Name"),
    "idNumber": Bilingual(zh="证件号码", en="Identity number"),
    "phone": Bilingual(zh="手机号码", en="Mobile phone"),
    "regionCode": Bilingual(zh="所在地区代码", en="Code of the region"),
    "regionName": Bilingual(zh="所在地区", en="Region"),
    "birthDate": Bilingual(zh="出生日期", en="Date of birth"),
    "gender": Bilingual(zh="性别", en="Sex"),
}


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks: under which ids reads name them, and whom they look after, by name."""

    person_id: UUID
    own: frozenset[UUID]
    children: Mapping[UUID, str]
    firms: Mapping[UUID, str]

    @property
    def everybody(self) -> frozenset[UUID]:
        """All whose reads they see."""
        return self.own | self.children.keys() | self.firms.keys()


def of_register(row: Record, *, viewer: Viewer, questions: Sequence[AccessQuestion]) -> AccessEntry:
    """A read of registers; facts of people whom the viewer does not look after stay out."""
    seen = [one for one in row["about"] if UUID(one["id"]) in viewer.everybody]
    names = dict.fromkeys(name for one in seen for name in one["names"])
    return AccessEntry(
        id=row["id"],
        at=row["at"],
        kind="register",
        outcome=row["outcome"],
        reason=row["reason"],
        recipient=row["recipient"],
        purpose=row["purpose"],
        purpose_text=Bilingual(zh=row["purpose_zh"], en=row["purpose_en"]),
        basis=_basis(row["basis"], own=row["subject_id"] in viewer.everybody),
        facts=[_fact(name) for name in names],
        about=_about(seen, viewer=viewer),
        by_me=row["actor_id"] == viewer.person_id,
        case_ref=row["case_ref"] if row["subject_id"] in viewer.everybody else None,
        questions=list(questions),
    )


def of_mini_app(told: Disclosure, *, viewer: Viewer) -> AccessEntry:
    """What a mini-app was told under a consent."""
    return AccessEntry(
        id=told.id,
        at=told.at,
        kind="mini-app",
        outcome="read",
        reason=None,
        recipient=told.recipient_name,
        purpose=told.purpose,
        purpose_text=told.purpose_text,
        basis=Basis(kind="consent", text=CONSENT, id=told.consent_id),
        facts=[_fact(name) for name in told.fields],
        about=[About(kind="person", id=viewer.person_id, relation="self")],
        by_me=True,
        case_ref=None,
        questions=[],
    )


def _basis(text: str, *, own: bool) -> Basis:
    """The basis; of a consent given by others about their own matter the id stays theirs."""
    kind, _, which = text.partition(":")
    if kind == "consent":
        return Basis(kind="consent", text=CONSENT, id=_uuid(which) if own else None)
    if kind == "statutory":
        clause = CLAUSES.get(which)
        words = UNNAMED if clause is None else Bilingual(zh=clause.zh, en=clause.en)
        return Basis(kind="statutory", text=words, clause=None if clause is None else which)
    return Basis(kind="own", text=OWN if kind == "own" else UNNAMED)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _fact(name: str) -> FactName:
    kind = FACTS.get(name)
    if kind is not None:
        return FactName(name=name, title=Bilingual(zh=kind.zh, en=kind.en))
    title = FIELDS.get(name) or ports.titles().get(name) or Bilingual(zh=name, en=name)
    return FactName(name=name, title=title)


def _about(seen: Sequence[Mapping[str, Any]], *, viewer: Viewer) -> list[About]:
    found: dict[tuple[str, UUID | None], About] = {}
    for one in seen:
        about_id = UUID(one["id"])
        relation, name = _relation(about_id, viewer)
        # Somebody whom register and house know under two ids is one person.
        key = (relation, None if relation == "self" else about_id)
        shown = viewer.person_id if relation == "self" else about_id
        found.setdefault(key, About(kind=one["kind"], id=shown, relation=relation, name=name))
    return list(found.values())


def _relation(about_id: UUID, viewer: Viewer) -> tuple[Literal["self", "child", "firm"], str | None]:
    if about_id in viewer.own:
        return "self", None
    if about_id in viewer.firms:
        return "firm", viewer.firms[about_id]
    return "child", viewer.children[about_id]
