"""What messages to audiences may be for, as data. Each is a category that a person can switch off."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from backend.core.structs import Evidence

DATA: Final = Path(__file__).parent / "data" / "purposes.json"


class AudiencePurpose(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row: `basis` is the clause that gives departments the task of telling people."""

    code: str
    zh: str
    en: str
    basis: str
    source: str
    evidence: Evidence


PURPOSES: Final[Mapping[str, AudiencePurpose]] = {
    one.code: one for one in msgspec.json.decode(DATA.read_bytes(), type=list[AudiencePurpose])
}
