"""The features that an order is made of, as data: names, words, bounds, and what each may look at. Pure.

Their numbers (places in the file) stand in what is logged, so rows are only ever added at the end. Nothing here may
look at an attribute that is not kept for personalisation: a test holds every row to the catalogue of attributes.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from backend.core.structs import Evidence
from backend.identity.consents.structs import Bilingual
from profiles.attributes import service as attributes
from profiles.attributes.conditions import Purpose, SubjectKind
from profiles.ranking.library import DATA
from profiles.ranking.structs import Weight

ANY: Final = "*"  # every attribute that is kept for personalisation
ONE: Final = 1000  # the greatest value of a feature
PURPOSES: Final = (Purpose.PERSONALISATION, Purpose.CHILDREN)


class Feature(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One row of `data/features.json`. `use`: it looks at what the person did before, which takes the consent, too.

    `open`: it counts for those, too, of whom nothing may be used; what it looks at only makes it more exact.

    `low` and `high` bound what may be learned; where a feature speaks for a card, `low` is nought.
    """

    name: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    start: Weight
    low: Weight
    high: Weight
    source: str
    evidence: Evidence
    of_person: Sequence[str] = ()
    of_firm: Sequence[str] = ()
    use: bool = False
    open: bool = False

    def looks_at(self, subject: SubjectKind) -> frozenset[str]:
        """The attributes of such subjects that may stand in its reasons."""
        names = self.of_person if subject is SubjectKind.PERSON else self.of_firm
        return visible(subject) if ANY in names else frozenset(names)


def visible(subject: SubjectKind) -> frozenset[str]:
    """The attributes that are kept for personalisation, children's dates among them."""
    return _VISIBLE[subject]


_VISIBLE: Final[Mapping[SubjectKind, frozenset[str]]] = {
    kind: frozenset(name for name, sort in attributes.sorts(kind, *PURPOSES).items() if not sort.hidden)
    for kind in SubjectKind
}
FEATURES: Final[Sequence[Feature]] = tuple(
    msgspec.json.decode((DATA / "features.json").read_bytes(), type=list[Feature])
)
BY_NAME: Final[Mapping[str, Feature]] = {one.name: one for one in FEATURES}
NUMBER: Final[Mapping[str, int]] = {one.name: number for number, one in enumerate(FEATURES)}
TITLES: Final[Mapping[str, Bilingual]] = {one.name: Bilingual(zh=one.zh, en=one.en) for one in FEATURES}
START: Final[Mapping[str, Weight]] = {one.name: one.start for one in FEATURES}


def bounded(values: Mapping[str, Weight]) -> dict[str, Weight]:
    """Weights of all features within their bounds; a missing one starts where the data file says."""
    return {one.name: max(one.low, min(one.high, values.get(one.name, one.start))) for one in FEATURES}
