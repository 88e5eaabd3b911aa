"""What exchange needs from outside: the registers. An adapter knows how its register is asked; the root binds it.

Keys hold numbers in clear, because that is how registers know people and bodies. An adapter may raise anything: what it
raises means that the register is away.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

import msgspec

from backend.identity.consents.structs import Bilingual
from backend.supports.exchange.structs import Child, Relative, Value


class PersonKey(msgspec.Struct, frozen=True, kw_only=True):
    """A person by our id and, when they are enrolled, by their document."""

    id: UUID
    document: str | None = None
    number: str | None = None

    def __repr__(self) -> str:
        return f"PersonKey({self.id})"


class Known(msgspec.Struct, frozen=True):
    """One value and the day on which it was so."""

    value: Value
    as_of: date

    def __repr__(self) -> str:
        return "Known(...)"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a register says: only values that were asked for, none that it does not know.

    `about` names the people whose facts these are, by the word before the dot; `place_id` is where the subject lives or
    sits, for the register of places.
    """

    values: Mapping[str, Known]
    about: Mapping[str, UUID] = {}
    place_id: UUID | None = None


class PopulationRegister(Protocol):
    """Who people are, and whose children, spouses and households."""

    async def read(self, key: PersonKey, names: Sequence[str], *, child_id: UUID | None) -> Answer | None:
        """What is known under these names, in one query; None when the person is not registered.

        `about` has no child when `child_id` is not one of the person's (or the person).
        """
        ...

    async def children(self, key: PersonKey, *, on: date) -> Sequence[Child]:
        """The person's children, the youngest first; minors are told by the day `on`."""
        ...

    async def relatives(self, key: PersonKey) -> Sequence[Relative]:
        """The person's spouse and parents, those that the register knows."""
        ...

    async def id_of(self, key: PersonKey) -> UUID | None:
        """The register's own id of the person: that of a child as its parents' entries name it."""
        ...


class LegalPersonRegister(Protocol):
    """What bodies are."""

    async def read(self, credit_code: str, names: Sequence[str]) -> Answer | None:
        """What is known under these names; None when the body is not registered."""
        ...


class CreditRegister(Protocol):
    """How bodies behave."""

    async def read(self, credit_code: str, names: Sequence[str]) -> Answer | None:
        """What is known under these names; None when nothing is."""
        ...


class PlaceRegister(Protocol):
    """Where things are."""

    async def read(self, place_id: UUID, names: Sequence[str]) -> Answer | None:
        """What is known under these names; None when the place is not registered."""
        ...


class Registers(msgspec.Struct, frozen=True, kw_only=True):
    """The four."""

    population: PopulationRegister
    legal_persons: LegalPersonRegister
    credit: CreditRegister
    places: PlaceRegister


class _Bound:
    """What the composition root gave."""

    registers: Registers | None = None
    titles: Mapping[str, Bilingual] = {}


def bind_registers(given: Registers) -> None:
    """Let these be the registers."""
    _Bound.registers = given


def bind_titles(given: Mapping[str, Bilingual]) -> None:
    """Let these be what people call data of rooms above, whose reads are noted here."""
    _Bound.titles = given


def titles() -> Mapping[str, Bilingual]:
    """What people call data of rooms above."""
    return _Bound.titles


def registers() -> Registers:
    """The registers.

    Raises:
        RuntimeError: the composition root forgot them.
    """
    if _Bound.registers is None:
        raise RuntimeError("no registers were bound: call ports.bind_registers first")
    return _Bound.registers
