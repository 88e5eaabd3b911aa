"""What forms needs from rooms that come later: licences that replace materials."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from backend.identity.people.structs import Subject
from backend.services.cases.forms.structs import Licence


class Licences(Protocol):
    """The licences that a person or firm holds."""

    async def known(self, subject: Subject, types: Sequence[str]) -> Mapping[str, Licence]:
        """Those of the types that stand today, by type."""
        ...


class NoLicences:
    """No licence is known, so every material is asked for."""

    async def known(self, subject: Subject, types: Sequence[str]) -> Mapping[str, Licence]:  # noqa: ARG002 - the port's
        """None."""
        return {}


class _Bound:
    """What the composition root gave."""

    licences: Licences = NoLicences()


def bind_licences(licences: Licences) -> None:
    """Let these be the licences."""
    _Bound.licences = licences


def licences() -> Licences:
    """The licences."""
    return _Bound.licences
