"""Where facts come from and who must agree: the words of the consent, and the reading under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from backend.core.attempts import Attempt
from backend.core.errors import Param
from backend.identity.consents import service as consents
from backend.identity.consents.errors import ConsentFields, ConsentMissing
from backend.identity.consents.structs import Bilingual, GiveConsent, Purpose
from backend.identity.delegations.structs import Authority, AuthorityKind
from backend.identity.people.structs import Subject
from backend.services.cases.forms.blank import Blank
from backend.services.cases.forms.contents import Contents, KeptFact
from backend.services.cases.forms.errors import ConsentGone, FactsNotAgreed, PrincipalMustConsent
from backend.services.cases.forms.fitting import facts_for
from backend.services.cases.forms.structs import ConsentNeed, FactNeed, RegisterNeed
from backend.services.items.structs import Field
from backend.supports.exchange import service as exchange
from backend.supports.exchange.errors import RegisterAway, RegisterUnclear
from backend.supports.exchange.structs import Reader, Register

OF_ORGANISATIONS: Final = ("firm.", "credit.", "place.")
REGISTER_NAMES: Final = {
    Register.POPULATION: "人口库",
    Register.LEGAL_PERSON: "法人库",
    Register.CREDIT: "信用信息库",
    Register.PLACE: "标准地址库",
    Register.IDENTITY: "本人在本平台的登记",
}
OF_CHILDREN: Final = "child."
UNTRIED: Final = Attempt(caller="forms", key=None, request_hash=b"")
"""The consent is a part of the caller's attempt, not one of its own."""


@dataclass(frozen=True)
class Read:
    """What registers said; `away` when one of them did not answer, so that the person is told to type or come back."""

    facts: dict[str, KeptFact]
    away: bool


def recipient_of(blank: Blank) -> tuple[str, str]:
    """Under which recipient and purpose the consent stands."""
    if blank.bundle is not None:
        return f"bundle:{blank.code}", bundle_purpose(blank.code, blank.region_code)
    return f"item:{blank.item.item_code if blank.item else blank.code}", blank.code


def bundle_purpose(code: str, region_code: str) -> str:
    """A bundle's purpose names its place, because the departments that read differ from place to place."""
    return f"{code}-{region_code}"


def purpose_of(blank: Blank) -> Purpose:
    """The words of consent for what is filled in: all that the form could ever read, whatever is answered."""
    return exchange.purpose_of(
        recipient_name=blank.recipient_name,
        title_zh=blank.name,
        title_en=blank.name,
        names=facts_for(list(blank.every_field.values())),
    )


def consent_need(blank: Blank, contents: Contents, *, may_decide: bool) -> ConsentNeed | None:
    """What registers could answer of the fields that apply; None when they could answer nothing."""
    wanted = facts_for(blank.fields)
    if not wanted:
        return None
    purpose, (recipient, code) = purpose_of(blank), recipient_of(blank)
    return ConsentNeed(
        decided=is_decided(blank, contents),
        may_decide=may_decide,
        about_child=any(name.startswith(OF_CHILDREN) for name in wanted),
        recipient=recipient,
        purpose=code,
        recipient_name=purpose.recipient_name,
        text=Bilingual(zh=purpose.text_zh, en=purpose.text_en),
        legal_basis=purpose.legal_basis,
        text_version=purpose.text_version,
        term_days=purpose.term_days,
        registers=_registers(blank.fields, wanted, agreed=contents.agreed or []),
    )


def is_decided(blank: Blank, contents: Contents) -> bool:
    """Whether the person has said yes or no to every fact that the fields could use now."""
    return contents.agreed is not None and set(facts_for(blank.fields)) <= set(contents.asked)


def consenter(person_id: UUID, *, subject: Subject, authority: Authority) -> UUID:
    """Who must agree: a grown-up for themself, a parent for a child, whoever speaks for a firm for the firm."""
    by_delegation = authority.kind is AuthorityKind.DELEGATION
    return subject.id if subject.kind == "person" and by_delegation else person_id


async def agree(person_id: UUID, *, blank: Blank, facts: Sequence[str], text_version: str, giver: UUID) -> UUID:
    """The consent that covers the facts: one that stands in these words already, else one given now by the person.

    What stands is not narrowed by a second draft of the same item: the first one was filled under it.

    Raises:
        PrincipalMustConsent, ConsentTextChanged, ConsentBeyondPurpose
    """
    standing = await _standing(giver, blank=blank, facts=facts)
    if standing is not None and (giver != person_id or text_version == purpose_of(blank).text_version):
        return standing
    if giver != person_id:
        raise PrincipalMustConsent
    recipient, purpose = recipient_of(blank)
    command = GiveConsent(recipient=recipient, purpose=purpose, fields=list(facts), text_version=text_version)
    return (await consents.give(person_id, command=command, attempt=UNTRIED)).id


async def hold(*, blank: Blank, contents: Contents, giver: UUID) -> UUID | None:
    """The consent under which the form was filled, or a wider one in its place, held until the transaction ends.

    None when nothing was read.

    Raises:
        ConsentGone
    """
    if not contents.facts:
        return None
    used = sorted(contents.facts)
    standing = await _standing(giver, blank=blank, facts=used)
    if standing is None:
        raise ConsentGone(fields=list(used))
    return standing


async def standing_or_sheet(giver: UUID, *, blank: Blank, facts: Sequence[str]) -> UUID:
    """The consent that covers the facts, held until the transaction ends.

    Raises:
        FactsNotAgreed: there is none; says what the person must be asked.
    """
    standing = await _standing(giver, blank=blank, facts=facts)
    if standing is None:
        raise FactsNotAgreed(consent=_sheet(blank, facts))
    return standing


def _sheet(blank: Blank, facts: Sequence[str]) -> dict[str, Param]:
    """The consent in the form in which the shell asks for any."""
    purpose, (recipient, code) = purpose_of(blank), recipient_of(blank)
    return {
        "recipient": recipient,
        "recipientName": purpose.recipient_name,
        "purpose": code,
        "purposeText": {"zh": purpose.text_zh, "en": purpose.text_en},
        "fields": [{"name": name, "label": exchange.FACTS[name].zh} for name in facts],
        "legalBasis": purpose.legal_basis,
        "textVersion": purpose.text_version,
        "termDays": purpose.term_days,
    }


async def _standing(giver: UUID, *, blank: Blank, facts: Sequence[str]) -> UUID | None:
    """The consent that covers the facts now, kept from being withdrawn until the transaction ends."""
    recipient, purpose = recipient_of(blank)
    try:
        return await consents.require(person_id=giver, recipient=recipient, purpose=purpose, fields=list(facts))
    except (ConsentMissing, ConsentFields):
        return None


async def read(
    person_id: UUID, *, subject: Subject, blank: Blank, names: Sequence[str], consent_id: UUID, child_id: UUID | None
) -> Read:
    """Read the facts, one look for each subject, under the consent; what no register knows is absent."""
    purpose, (_, code) = purpose_of(blank), recipient_of(blank)
    reader = Reader(
        actor_id=person_id,
        purpose=code,
        purpose_text=Bilingual(zh=f"办理“{blank.name}”", en=f"Application: {blank.name}"),
        recipient=purpose.recipient_name,
        basis=f"consent:{consent_id}",
    )
    found, away = {}, False
    for about, asked in _by_subject(person_id, subject=subject, names=names).items():
        try:
            facts = await exchange.facts(subject=about, names=asked, reader=reader, child_id=child_id)
        except (RegisterAway, RegisterUnclear):
            away = True
            continue
        for name, fact in facts.items():
            found[name] = KeptFact(
                value=fact.value, register=str(fact.register), source=fact.source_text, as_of=fact.as_of
            )
    return Read(found, away)


def _by_subject(person_id: UUID, *, subject: Subject, names: Sequence[str]) -> Mapping[Subject, list[str]]:
    """For a firm, its own facts are the firm's and all others are those of the person who acts for it."""
    person = Subject(kind="person", id=person_id)
    asked: dict[Subject, list[str]] = {}
    for name in names:
        of_firm = name.startswith(OF_ORGANISATIONS)
        about = subject if subject.kind == "person" or of_firm else person
        asked.setdefault(about, []).append(name)
    return asked


def _registers(fields: Sequence[Field], wanted: Sequence[str], *, agreed: Sequence[str]) -> list[RegisterNeed]:
    found: dict[str, list[FactNeed]] = {}
    for name in wanted:
        kind = exchange.FACTS[name]
        titles = "、".join(one.title for one in fields if one.prefill == name) or kind.zh
        why = Bilingual(zh=f"用来填写：{titles}", en=f"Fills in: {titles}")
        need = FactNeed(name=name, title=kind.zh, why=why, agreed=name in agreed)
        found.setdefault(REGISTER_NAMES[kind.register], []).append(need)
    return [RegisterNeed(name=name, facts=facts) for name, facts in found.items()]
