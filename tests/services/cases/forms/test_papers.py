"""Materials: asked for only when nothing else is there, and handed in only as the catalogue allows."""

from uuid import UUID, uuid4

import pytest

from backend.services.cases.forms import papers
from backend.services.cases.forms.contents import Handed
from backend.services.cases.forms.errors import NotLater, NotOnPaper, TooManyFiles
from backend.services.cases.forms.structs import HandIn, Licence, MaterialState
from backend.services.items.structs import Material, MaterialForm, MaterialKind, MaterialSource, Necessity
from backend.supports.files.structs import StoredFile

FILE = StoredFile(id=UUID(int=1), name="a.jpg", media_type="image/jpeg", bytes=9)
LICENCE = Licence(id="1", licence_type="resident-id-card", name="居民身份证", number_masked="6201****")


def make_material(code="ID-CARD", **what_matters):
    usual = {"name": "身份证", "kind": MaterialKind.COPY, "form": MaterialForm.EITHER, "necessity": Necessity.REQUIRED}
    return Material(code=code, **usual | what_matters)


def state(material, handed=None, *, licences=None, committed=False):
    given = {material.code: handed} if handed else {}
    [need] = papers.needs(
        [material], given, files={FILE.id: FILE}, licences=licences or {}, used_for={}, committed=committed
    )
    return need.state


class TestState:
    def test_is_needed_until_something_is_there(self):
        assert state(make_material()) is MaterialState.NEEDED
        assert state(make_material(necessity=Necessity.OPTIONAL)) is MaterialState.OPTIONAL
        assert state(make_material(), Handed(files=[FILE.id])) is MaterialState.HANDED_IN

    def test_a_file_that_is_gone_counts_for_nothing(self):
        assert state(make_material(), Handed(files=[uuid4()])) is MaterialState.NEEDED

    def test_a_licence_replaces_it(self):
        licensed = make_material(licence_type="resident-id-card")

        assert state(licensed, licences={"resident-id-card": LICENCE}) is MaterialState.LICENCE
        assert state(licensed) is MaterialState.NEEDED

    def test_what_the_government_has_is_not_asked_for(self):
        assert state(make_material(source=MaterialSource.GOVERNMENT)) is MaterialState.GOVERNMENT

    def test_may_come_later_only_where_the_catalogue_says_so(self):
        assert state(make_material(necessity=Necessity.LATER), Handed(later=True)) is MaterialState.LATER
        assert state(make_material(necessity=Necessity.LATER)) is MaterialState.NEEDED
        assert state(make_material(), Handed(later=True)) is MaterialState.NEEDED

    def test_comes_on_paper_only_where_it_must(self):
        assert state(make_material(form=MaterialForm.PAPER), Handed(paper=True)) is MaterialState.PAPER
        assert state(make_material(), Handed(paper=True)) is MaterialState.NEEDED

    def test_a_commitment_replaces_others_proofs_and_nothing_else(self):
        assert state(make_material(source=MaterialSource.OTHER), committed=True) is MaterialState.COMMITTED
        assert state(make_material(), committed=True) is MaterialState.NEEDED


class TestRequireAllowed:
    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            (HandIn(later=True), NotLater),
            (HandIn(paper=True), NotOnPaper),
            (HandIn(files=[uuid4() for _ in range(11)]), TooManyFiles),
        ],
    )
    def test_refuses_what_the_material_does_not_have(self, given, refusal):
        with pytest.raises(refusal) as refused:
            papers.require_allowed(make_material(), given)

        assert refused.value.params["material"] == "ID-CARD"

    def test_lets_the_rest_pass(self):
        papers.require_allowed(make_material(form=MaterialForm.PAPER), HandIn(paper=True))
        papers.require_allowed(make_material(necessity=Necessity.LATER), HandIn(later=True))
        papers.require_allowed(make_material(), HandIn(files=[uuid4()]))


def test_goes_into_a_case_with_its_state_and_without_what_was_not_used():
    licensed = make_material(licence_type="resident-id-card")
    [need] = papers.needs(
        [licensed], {"ID-CARD": Handed(files=[FILE.id])}, files={FILE.id: FILE},
        licences={"resident-id-card": LICENCE}, used_for={"ID-CARD": ["户口登记"]},
    )  # fmt: skip

    held = papers.handed_in(need)

    assert (held.state, held.files, held.licence) == (MaterialState.HANDED_IN, [FILE], None)
    assert need.used_for == ["户口登记"]
