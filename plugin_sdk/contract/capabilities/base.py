"""What every capability request says about itself."""

from typing import ClassVar

from msgspec import Struct


class CapabilityRequest(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Base of all capability requests. None has a field that says whose data is meant: the host knows."""

    capability: ClassVar[str] = ""
    writes: ClassVar[bool] = False
    answers: ClassVar[type[Struct]]
