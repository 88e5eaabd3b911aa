"""Facts of nobody, for trying definitions: entered by hand or invented, never kept, and no real person's."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from backend.reference.regions import service as regions
from profiles.attributes.catalogue import ATTRIBUTES, suits
from profiles.attributes.errors import FactUnfit
from profiles.attributes.kinds import Known, Sort, SourceKind, SubjectKind, Value, ValueKind

TRIAL: Final = "试算"
_DAY: Final = 10


def facts_of_nobody(
    subject: SubjectKind, values: Mapping[str, Value | None], *, sorts: Mapping[str, Sort]
) -> dict[str, Known]:
    """What conditions are judged on; None says that the source knows that there is none.

    Raises:
        FactUnfit: no such attribute may be looked at for this use, or it has no such value.
    """
    today, found = regions.today(), {}
    for name, value in values.items():
        attribute, sort = ATTRIBUTES[subject].get(name), sorts.get(name)
        if attribute is None or sort is None or sort.hidden:
            raise FactUnfit(attribute=name)
        if value is not None and not (suits(attribute, value) and _is_day(sort, value)):
            raise FactUnfit(attribute=name)
        found[name] = Known(value=value, as_of=today, source_kind=SourceKind.DERIVED, source=TRIAL)
    return found


def _is_day(sort: Sort, value: Value) -> bool:
    """Days are ISO text: the engine reads them as such."""
    if sort.kind is not ValueKind.DATE:
        return True
    several = [value] if isinstance(value, str | int) else list(value)
    return all(isinstance(one, str) and _reads(one) for one in several)


def _reads(text: str) -> bool:
    try:
        return len(text) == _DAY and bool(date.fromisoformat(text))
    except ValueError:
        return False
