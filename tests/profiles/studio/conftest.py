"""Drafts of tests' own scenarios and tags, and the staff who write and decide them."""

import itertools
from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.demo.personas import BY_ID
from profiles.publishing import service as publishing
from profiles.publishing.structs import Kind
from profiles.studio import service
from profiles.studio.structs import ApproveDraft, MakeDraft, SaveDraft, SubmitDraft
from tests.profiles.attributes.conftest import make_person, start_session
from tests.profiles.scenarios.conftest import make_child

__all__ = ("make_child", "make_person", "start_session")  # fixtures
WRITER, SECOND, LEADER = (BY_ID[one].person_id for one in ("operator", "reviewer", "leader"))
_serial = itertools.count(1)


def attempt(person_id=WRITER):
    return Attempt(caller=f"person:{person_id}", key=str(uuid4()), request_hash=b"1")


def new_code(prefix="guide"):
    return f"{prefix}-{next(_serial)}-{uuid4().hex[:6]}"


def words(zh, en):
    return {"zh": zh, "en": en}


def scenario(code, **more):
    """A sound one: one question, two steps, opened when somebody says that they married."""
    return {
        "code": code, "version": 1, "subject": "person", "title": words("试办的事", "A trial matter"),
        "about": words("先问再办。", "Ask, then do."), "events": ["marriage"],
        "when": {"test": "age", "attribute": "person.birthDate", "atLeast": 20},
        "questions": [{"id": "first", "text": words("是第一次吗？", "Is it the first time?"), "choices": [
            {"value": "yes", "title": words("是", "Yes")}, {"value": "no", "title": words("不是", "No")}]}],
        "steps": [
            {"id": "register", "title": words("登记", "Register"), "about": words("到窗口登记。", "At the counter."),
             "source": "测试", "evidence": "invented"},
            {"id": "papers", "title": words("补材料", "Bring papers"), "about": words("带上证件。", "Bring your card."),
             "when": {"test": "is", "attribute": "answer.first", "value": "no"}, "after": ["register"],
             "source": "测试", "evidence": "invented"},
        ],
        "validFrom": "2026-01-01", "source": "测试", "evidence": "invented",
    } | more  # fmt: skip


def tag(code, **more):
    return {
        "id": code, "version": 1, "zh": "试标签", "en": "A trial tag", "subject": "person",
        "condition": {"test": "is", "attribute": "person.employmentStatus", "value": "失业"},
        "owner": "甘肃省民政厅（演示）", "validFrom": "2026-01-01", "source": "测试", "evidence": "invented",
    } | more  # fmt: skip


async def begun(body, *, by=WRITER, kind=Kind.SCENARIO, version=None):
    """A draft with this body."""
    code = body["code"] if kind is Kind.SCENARIO else body["id"]
    made = await service.make(by, command=MakeDraft(kind=kind, code=code, version=version), attempt=attempt(by))
    return await saved(made, body, by=by)


async def saved(draft, body, *, by=WRITER):
    command = SaveDraft(edit=draft.line.edit, body=body, note="改动")
    return await service.save(draft.line.id, command=command, staff_id=by, attempt=attempt(by))


async def submitted(draft, *, by=WRITER, note="第一版"):
    command = SubmitDraft(edit=draft.line.edit, note=note)
    return await service.submit(draft.line.id, command=command, staff_id=by, attempt=attempt(by))


async def approved(draft, *, by=SECOND, day=None):
    command = ApproveDraft(edit=draft.line.edit, valid_from=day)
    return await service.approve(draft.line.id, command=command, staff_id=by, attempt=attempt(by))


async def published(body, *, kind=Kind.SCENARIO, version=None, day=None):
    """The whole way; the version that came of it."""
    draft = await approved(await submitted(await begun(body, kind=kind, version=version)), day=day)
    await publishing.fresh()
    return draft.line.version


def copy(body):
    return msgspec.json.decode(msgspec.json.encode(body))


@pytest.fixture(scope="module")
async def served(database_url):
    """A database in which nothing of these tests is left for others: what they published would open for everybody."""
    assert database_url
    yield
    await forget_published()


async def forget_published():
    """Let go of everything that these tests made."""
    await database.execute("alter table profiles_definition disable trigger user")
    for table in ("profiles_definition", "profiles_definition_draft", "profiles_scenario"):
        await database.execute(f"delete from {table} where code like 'guide-%' or code like 'tag-%'")
    await database.execute("delete from profiles_definition_draft")
    await database.execute("delete from profiles_tag where tag like 'tag-%'")
    await database.execute("alter table profiles_definition enable trigger user")
    await publishing.refresh()
