"""The people of the simulator: all invented, with numbers that are valid and belong to nobody.

Those who are residents of the demo world have its ids and its numbers, so that a record made here reads the same there.
"""

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from plugin_sdk.contract.capabilities.person import PersonField
from plugin_sdk.contract.masking import CHECKS, WEIGHTS

DATA = Path(__file__).parent / "data"
SEQUENCES = 499  # three digits, of which the last says the gender


class Persona(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Somebody to be. `county` is where the identity number was first given out; an empty `region` is unknown."""

    id: str
    name: str
    title: str
    region: str
    region_name: str
    born: str
    female: bool
    county: str
    sequence: int
    evidence: Literal["invented"]
    phone: bool = True

    @property
    def id_number(self) -> str:
        """GB 11643: county, day of birth, an order number that is odd for men, and the right check character."""
        order = self.sequence % SEQUENCES * 2 + (0 if self.female else 1)
        body = f"{self.county}{self.born.replace('-', '')}{order:03d}"
        return body + CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11]

    def value(self, field: PersonField) -> str | None:
        """What the registers know; None when they do not."""
        known: dict[PersonField, str] = {
            "name": self.name,
            "idNumber": self.id_number,
            "phone": f"1380000{self.sequence:04d}" if self.phone else "",
            "regionCode": self.region,
            "regionName": self.region_name,
            "birthDate": self.born,
            "gender": "女" if self.female else "男",
        }
        return known[field] or None


def source_of(field: PersonField) -> str:
    """From which register a field comes, in the words that people see."""
    return "本人登记" if field == "phone" else "户籍登记"


@cache
def personas() -> dict[str, Persona]:
    """Everybody by id, in the order to be shown."""
    rows = msgspec.json.decode((DATA / "personas.json").read_bytes(), type=list[Persona])
    return {row.id: row for row in rows}
