"""Materials: which are needed, how each stands, and what may not be done with it. Pure; files are checked elsewhere."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from backend.services.cases.forms.contents import Handed
from backend.services.cases.forms.errors import NotLater, NotOnPaper, TooManyFiles
from backend.services.cases.forms.kinds import FILES_MOST
from backend.services.cases.forms.structs import HandedIn, HandIn, Licence, MaterialNeed, MaterialState
from backend.services.items.structs import Material, MaterialForm, MaterialSource, Necessity
from backend.supports.files.structs import StoredFile

OPEN: Final = frozenset((MaterialState.NEEDED,))
"""States in which an application is not complete."""


def state_of(
    material: Material, handed: Handed | None, *, licence: Licence | None, files: int, committed: bool = False
) -> MaterialState:
    """How the material stands. What was handed in counts even where a licence would do: the person wants it seen."""
    if handed and files:
        return MaterialState.HANDED_IN
    if licence:
        return MaterialState.LICENCE
    if material.source is MaterialSource.GOVERNMENT:
        return MaterialState.GOVERNMENT
    if handed and handed.paper and may_be_paper(material):
        return MaterialState.PAPER
    if handed and handed.later and may_be_later(material):
        return MaterialState.LATER
    if committed and may_be_committed(material):
        return MaterialState.COMMITTED
    return MaterialState.OPTIONAL if material.necessity is Necessity.OPTIONAL else MaterialState.NEEDED


def may_be_later(material: Material) -> bool:
    """容缺后补: the catalogue says which materials an application may do without for the time being."""
    return material.necessity is Necessity.LATER


def may_be_paper(material: Material) -> bool:
    """Whether it is brought to the window: only what cannot be uploaded."""
    return material.form is MaterialForm.PAPER


def may_be_committed(material: Material) -> bool:
    """告知承诺 replaces proofs that somebody else would have to issue; never what the applicants have themselves."""
    return material.source is MaterialSource.OTHER or material.necessity is Necessity.LATER


def require_allowed(material: Material, given: HandIn) -> None:
    """Refuse a way of handing in that this material does not have.

    Raises:
        NotLater, NotOnPaper, TooManyFiles
    """
    if given.later and not may_be_later(material):
        raise NotLater(material=material.code)
    if given.paper and not may_be_paper(material):
        raise NotOnPaper(material=material.code)
    if len(set(given.files)) > FILES_MOST:
        raise TooManyFiles(material=material.code, most=FILES_MOST)


def needs(
    materials: Sequence[Material],
    handed: Mapping[str, Handed],
    *,
    files: Mapping[UUID, StoredFile],
    licences: Mapping[str, Licence],
    used_for: Mapping[str, Sequence[str]],
    committed: bool = False,
) -> list[MaterialNeed]:
    """Every material that applies and how it stands. A file that its owner has removed meanwhile is not there."""
    found = []
    for one in materials:
        given, licence = handed.get(one.code), licences.get(one.licence_type or "")
        held = [files[file] for file in given.files if file in files] if given else []
        state = state_of(one, given, licence=licence, files=len(held), committed=committed)
        found.append(_need(one, state, files=held, licence=licence, used_for=used_for.get(one.code, ())))
    return found


def handed_in(need: MaterialNeed) -> HandedIn:
    """The material as a case takes it."""
    return HandedIn(
        code=need.code,
        name=need.name,
        necessity=need.necessity,
        state=need.state,
        files=need.files,
        licence=need.licence if need.state is MaterialState.LICENCE else None,
    )


def _need(
    material: Material,
    state: MaterialState,
    *,
    files: list[StoredFile],
    licence: Licence | None,
    used_for: Sequence[str],
) -> MaterialNeed:
    return MaterialNeed(
        code=material.code,
        name=material.name,
        kind=material.kind,
        form=material.form,
        necessity=material.necessity,
        copies=material.copies,
        note=material.note,
        state=state,
        files=files,
        licence=licence,
        may_be_later=may_be_later(material),
        may_be_paper=may_be_paper(material),
        used_for=list(used_for),
    )
