"""What was handed in stays: its owner cannot take it away, and nobody hands in what is somebody else's."""

from uuid import uuid4

from backend.core.errors import Refusal
from backend.services.cases.flow.structs import Held
from backend.supports.files import service as files
from tests.services.cases.conftest import attempt, make_person, material, outcome

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


async def keep(person):
    return (await files.keep(PDF, name="a.pdf", person_id=person, attempt=attempt())).id


async def removal(file_id, person):
    try:
        await files.remove(file_id, person_id=person, attempt=attempt())
    except Refusal as refusal:
        return refusal.code
    return "removed"


class TestHold:
    async def test_a_file_of_a_case_cannot_be_removed(self, office):
        applicant = await make_person()
        handed_in, left_out = await keep(applicant), await keep(applicant)

        await office.submit(applicant, materials=[material("a", held=Held.FILE, files=[handed_in])])

        assert await removal(handed_in, applicant) == "files.held"
        assert await removal(left_out, applicant) == "removed"

    async def test_a_submission_that_fails_holds_nothing(self, office):
        applicant = await make_person()
        own = await keep(applicant)
        two = [material("a", held=Held.FILE, files=[own]), material("b", held=Held.FILE, files=[uuid4()])]

        assert await outcome(office.submit(applicant, materials=two)) == "cases.file-not-here"
        assert await removal(own, applicant) == "removed"

    async def test_nobody_hands_in_what_is_somebody_elses(self, office):
        other = await keep(await make_person())

        assert (
            await outcome(office.submit(materials=[material("a", held=Held.FILE, files=[other])]))
            == "cases.file-not-here"
        )

    async def test_a_file_that_names_no_file_is_none(self, office):
        assert await outcome(office.submit(materials=[material("a", held=Held.FILE)])) == "cases.file-not-here"
