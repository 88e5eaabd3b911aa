"""Begin, fill and finish drafts in tests, as a phone would."""

from uuid import uuid4

from backend.core import database
from backend.core.attempts import Attempt
from backend.services.cases.forms import service
from backend.services.cases.forms.structs import DecideFacts, HandIn, MaterialState, SaveDraft, StartApplication
from backend.supports.files import service as files
from tests.services.cases.forms.conftest import HOUSEHOLD, PLACE
from tests.services.cases.forms.examples import GOOD

SCENARIO = {"certificate": "yes", "follow": "mother", "married": "yes", "ethnicDiffers": "no"}
EMPLOYMENT, DISPATCH = "002014015000", "000114001000"  # 劳动用工备案, 劳务派遣经营许可（告知承诺）
CARD = "002014001000"  # 社会保障卡申领
NEWBORN = {"certificate": "yes", "medical": "yes", "card": "yes", "allowance": "no"}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def attempt():
    return Attempt(caller="test", key=None, request_hash=b"")


async def begin(person_id, **what_matters):
    usual = {"basic_code": HOUSEHOLD, "region_code": PLACE, "scenario": SCENARIO}
    return await service.start(person_id, command=StartApplication(**usual | what_matters), attempt=attempt())


async def agree(person_id, draft, facts=None):
    needed = [fact.name for register in draft.consent.registers for fact in register.facts]
    command = DecideFacts(
        version=draft.version, facts=needed if facts is None else facts, text_version=draft.consent.text_version
    )
    return await service.decide(draft.id, person_id=person_id, command=command, attempt=attempt())


async def save(person_id, draft, **changes):
    command = SaveDraft(version=draft.version, **changes)
    return await service.save(draft.id, person_id=person_id, command=command, attempt=attempt())


async def finish(person_id, draft):
    """Answer every question, every field and every material that is still open."""
    while draft.question:
        draft = await save(person_id, draft, scenario={draft.question.id: draft.question.choices[0].value})
    draft = await agree(person_id, draft)
    answers = {}
    for one in draft.missing:
        if one.what == "field":
            schema = draft.form.schema["properties"][one.key]
            answers[one.key] = schema["oneOf"][0]["const"] if "oneOf" in schema else GOOD[schema["x-field"]]
    draft = await save(person_id, draft, answers=answers)
    materials = {}
    for one in draft.materials:
        if one.state is MaterialState.NEEDED:
            kept = await files.keep(PDF, name=one.name, person_id=person_id, attempt=attempt())
            materials[one.code] = HandIn(paper=True) if one.may_be_paper else HandIn(files=[kept.id])
    draft = await save(person_id, draft, materials=materials)
    assert draft.ready, draft.missing
    return draft


async def take(person_id, draft, *, case_id=None, version=None):
    async with database.transaction():
        return await service.take(
            draft.id, person_id=person_id, version=version or draft.version, case_id=case_id or uuid4()
        )


async def row_of(draft):
    return await database.fetch_one("select * from cases_draft where id = $1", draft.id)
