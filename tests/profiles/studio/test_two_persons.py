"""Whatever staff do, in whatever order: what is published has passed the check, and two persons stand behind it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.core.errors import Refusal
from profiles.publishing import service as publishing
from profiles.publishing.structs import Kind
from profiles.studio import crafts, service
from profiles.studio.structs import ApproveDraft, DropDraft, MakeDraft, RefuseDraft, SaveDraft, SubmitDraft
from tests.profiles.studio.conftest import LEADER, SECOND, WRITER, attempt, new_code, scenario

pytestmark = pytest.mark.usefixtures("served")

STAFF = (WRITER, SECOND, LEADER)
OFTEN = [
    "save",
    "save-unsound",
    *["submit"] * 3,
    *["approve"] * 4,
    "refuse",
    "drop",
    "make",
    "make",
]  # so that some get through
doings = st.lists(
    st.tuples(
        st.sampled_from(OFTEN),
        st.sampled_from(STAFF),
        st.sampled_from([0, 0, 0, 1]),  # how far behind the edit is that one has read
    ),
    min_size=4,
    max_size=14,
)


async def do(what, who, draft, code, *, behind, number):
    edit = max(1, draft.line.edit - behind)
    key = attempt(who)
    match what:
        case "save":
            body = scenario(code, leadDays=number)
            return await service.save(draft.line.id, command=SaveDraft(edit=edit, body=body), staff_id=who, attempt=key)
        case "save-unsound":
            body = scenario(code, steps=[])
            return await service.save(draft.line.id, command=SaveDraft(edit=edit, body=body), staff_id=who, attempt=key)
        case "submit":
            command = SubmitDraft(edit=edit, note="改动")
            return await service.submit(draft.line.id, command=command, staff_id=who, attempt=key)
        case "approve":
            return await service.approve(draft.line.id, command=ApproveDraft(edit=edit), staff_id=who, attempt=key)
        case "refuse":
            command = RefuseDraft(edit=edit, reason="不行")
            return await service.refuse(draft.line.id, command=command, staff_id=who, attempt=key)
        case "drop":
            return await service.drop(draft.line.id, command=DropDraft(edit=edit), staff_id=who, attempt=key)
    newest = (await publishing.newest(Kind.SCENARIO)).get(code)
    command = MakeDraft(kind=Kind.SCENARIO, code=code, version=newest)
    return await service.make(who, command=command, attempt=key)


@settings(max_examples=25)
@given(several=doings)
@example(several=[("submit", WRITER, 0), ("approve", WRITER, 0), ("approve", SECOND, 0), ("make", SECOND, 0)])
async def test_what_is_published_is_sound_and_two_persons_work(several):
    code, wrote, submitted_by = new_code(), set(), None
    draft = await _first(code)
    wrote.add(WRITER)
    expected = []
    for number, (what, who, behind) in enumerate(several):
        try:
            after = await do(what, who, draft, code, behind=behind, number=number)
        except Refusal:
            continue
        if what == "make":
            wrote, submitted_by = {who}, None
        elif what.startswith("save"):
            wrote.add(who)
        elif what == "submit":
            submitted_by = who
        elif what == "approve":
            assert who not in wrote | {submitted_by}
            expected.append((submitted_by, who))
        draft = after
    if not expected:
        return
    versions = (await publishing.versions(Kind.SCENARIO, code, limit=100, cursor=None)).items[::-1]
    assert [(one.submitted_by, one.approved_by) for one in versions] == expected
    for one in versions:
        assert one.submitted_by != one.approved_by
        assert await crafts.flaws(Kind.SCENARIO, one.body, code=code, version=one.version) == []


async def _first(code):
    made = await service.make(WRITER, command=MakeDraft(kind=Kind.SCENARIO, code=code), attempt=attempt())
    return await do("save", WRITER, made, code, behind=0, number=99)
