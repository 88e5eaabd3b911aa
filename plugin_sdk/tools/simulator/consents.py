"""Consent by the product's rules: given in known words, for declared fields, for a term; asked for by the shell."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from plugin_sdk.contract.manifest import FieldName, Manifest, Purpose
from plugin_sdk.contract.values import AppId, Slug
from plugin_sdk.tools.simulator.kept import GivenConsent
from plugin_sdk.tools.simulator.refusals import EndsCall, Refused

FIELD_LABELS = {
    "name": "姓名",
    "idNumber": "身份证号码",
    "phone": "手机号码",
    "regionCode": "所在地区代码",
    "regionName": "所在地区",
    "birthDate": "出生日期",
    "gender": "性别",
    "cases": "通过本应用提交的办件和进度",
}


class GiveConsent(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What the phone sends when the person agrees on the shell's sheet."""

    recipient: AppId
    purpose: Slug
    fields: Annotated[list[FieldName], Meta(min_length=1, max_length=40)]
    text_version: Annotated[str, Meta(min_length=1, max_length=20)]


class Consents:
    """All consents of the session; withdrawn ones stay in the list, as in the product."""

    def __init__(self) -> None:
        self.given: list[GivenConsent] = []

    def give(self, persona: str, manifest: Manifest, asked: GiveConsent, *, at: datetime) -> dict[str, Any]:
        """Record a consent; the same one again is answered with the one that stands, another replaces it.

        Raises:
            Refused: `identity.purpose-unknown`, `identity.consent-text-changed`, `identity.consent-beyond-purpose`.

        """
        purpose = manifest.purpose(asked.purpose) if asked.recipient == manifest.app_id else None
        if purpose is None:
            raise Refused("identity.purpose-unknown")
        if purpose.text_version != asked.text_version:
            raise Refused("identity.consent-text-changed", textVersion=purpose.text_version)
        if beyond := sorted(set(asked.fields) - set(purpose.fields)):
            raise Refused("identity.consent-beyond-purpose", fields=beyond)
        known = self.standing(persona, purpose.id, at=at)
        if known is not None and _is_same(known, asked):
            return known.told
        if known is not None:
            known.withdrawn_at = at
        made = _made(persona, manifest, purpose, asked, at=at)
        self.given.append(made)
        return made.told

    def withdraw(self, persona: str, consent_id: str, *, at: datetime) -> None:
        """End a consent; doing it twice is the same as once.

        Raises:
            Refused: `identity.consent-unknown`, not one of this person's.

        """
        found = next((one for one in self.given if (one.id, one.persona) == (consent_id, persona)), None)
        if found is None:
            raise Refused("identity.consent-unknown")
        if found.withdrawn_at is None:
            found.withdrawn_at = at
            found.told["withdrawnAt"] = at.isoformat()

    def standing(self, persona: str, purpose: str, *, at: datetime) -> GivenConsent | None:
        """The consent that stands for this purpose, if any."""
        fitting = (one for one in self.given if (one.persona, one.purpose) == (persona, purpose))
        return next((one for one in fitting if one.stands(at)), None)

    def told(self, persona: str) -> list[dict[str, Any]]:
        """What the person allowed, the newest first."""
        return [one.told for one in reversed(self.given) if one.persona == persona]

    def require(
        self, persona: str, manifest: Manifest, *, purpose_id: str, fields: Sequence[str], at: datetime
    ) -> None:
        """Refuse to disclose what the person has not agreed to, in the present words.

        Raises:
            Refused: `host.purpose-not-declared`, when the manifest has no such purpose with these fields.
            EndsCall: `host.consent-needed` with everything that the shell's sheet shows.

        """
        purpose = manifest.purpose(purpose_id)
        if purpose is None or not set(fields) <= set(purpose.fields):
            raise Refused("host.purpose-not-declared", purpose=purpose_id)
        known = self.standing(persona, purpose.id, at=at)
        if known is None or known.text_version != purpose.text_version or not set(fields) <= set(known.fields):
            raise EndsCall("host.consent-needed", consent=sheet(manifest, purpose))


def sheet(manifest: Manifest, purpose: Purpose) -> dict[str, Any]:
    """Everything the consent sheet shows, as the product tells it."""
    return {
        "recipient": manifest.app_id,
        "recipientName": f"{manifest.name} · {manifest.gkb.department.name}",
        "purpose": purpose.id,
        "purposeText": {"zh": purpose.text.zh, "en": purpose.text.en},
        "fields": [{"name": name, "label": FIELD_LABELS.get(name, name)} for name in purpose.fields],
        "legalBasis": purpose.legal_basis,
        "textVersion": purpose.text_version,
        "termDays": purpose.term_days,
    }


def _made(persona: str, manifest: Manifest, purpose: Purpose, asked: GiveConsent, *, at: datetime) -> GivenConsent:
    fields = [name for name in purpose.fields if name in asked.fields]
    expires = at + timedelta(days=purpose.term_days)
    consent_id = str(uuid.uuid4())
    told = {
        "id": consent_id,
        "recipient": manifest.app_id,
        "recipientName": f"{manifest.name} · {manifest.gkb.department.name}",
        "purpose": purpose.id,
        "purposeText": msgspec.to_builtins(purpose.text),
        "fields": fields,
        "legalBasis": purpose.legal_basis,
        "textVersion": purpose.text_version,
        "givenAt": at.isoformat(),
        "expiresAt": expires.isoformat(),
        "withdrawnAt": None,
    }
    return GivenConsent(
        id=consent_id,
        persona=persona,
        purpose=purpose.id,
        fields=fields,
        text_version=purpose.text_version,
        given_at=at,
        expires_at=expires,
        told=told,
    )


def _is_same(known: GivenConsent, asked: GiveConsent) -> bool:
    return known.text_version == asked.text_version and set(known.fields) == set(asked.fields)
