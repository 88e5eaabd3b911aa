"""Readings of personal data: for which purpose which fields, from the code and from what happened while drawing."""

from msgspec import Struct

from plugin_sdk.contract.capabilities.cases import CASES_FIELD, CaseStatus, CaseSubmit
from plugin_sdk.tools.check.facts.handlers import argument, text_of, texts_of
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Place
from plugin_sdk.tools.project import MANIFEST

OF_CASES = frozenset((CaseSubmit.capability, CaseStatus.capability))


class Reading(Struct, frozen=True, kw_only=True):
    """One `ctx.person.read(...)`, or one `ctx.case...(...)`, which always reads the cases."""

    purpose: str
    fields: list[str]
    place: Place


def known_readings(reviewed: Reviewed) -> tuple[list[Reading], bool]:
    """All readings that are known, and whether these are certainly all there are."""
    found: list[Reading] = []
    is_sure = True
    for call in reviewed.calls:
        if call.capability == "person.read" or call.capability in OF_CASES:
            purpose = text_of(call.module, argument(call.node, "purpose"))
            of_cases = call.capability in OF_CASES
            fields = [CASES_FIELD] if of_cases else texts_of(call.module, argument(call.node, "fields"))
            is_sure = is_sure and call.sure and purpose is not None and fields is not None
            if purpose is not None:
                found.append(Reading(purpose=purpose, fields=fields or [], place=in_code(call.module, call.node)))
    in_source = {(reading.purpose, field) for reading in found for field in reading.fields}
    for drawing in reviewed.drawings:
        for capability, asked in drawing.calls:
            fields = [CASES_FIELD] if capability in OF_CASES else asked.get("fields")
            if (capability == "person.read" or capability in OF_CASES) and isinstance(fields, list):
                new = [field for field in fields if (asked.get("purpose"), field) not in in_source]
                if new or not fields:
                    purpose = str(asked.get("purpose"))
                    place = Place(file=MANIFEST, line=reviewed.in_manifest("/gkb/purposes").line)
                    found.append(Reading(purpose=purpose, fields=[str(field) for field in new], place=place))
    return found, is_sure


def fields_of(reviewed: Reviewed, purpose_id: str) -> list[str] | None:
    """The fields that a declared purpose lists, or None when there is no such purpose."""
    for _, purpose in reviewed.members("/gkb/purposes"):
        if isinstance(purpose, dict) and purpose.get("id") == purpose_id and isinstance(purpose.get("fields"), list):
            return [field for field in purpose["fields"] if isinstance(field, str)]
    return None
