"""Every capability against everything that decides about it. The verdicts come from a table of its own, written by hand.

Cells: capability x declared or not x consent x purpose x role x screen or action x quota left or not. Most are asked of
the broker in this process with the real database, and taken back; a sample goes through the phone's own doors.
"""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.core.room import Caller, Disclosed
from backend.demo.personas import BY_ID
from backend.host.broker import service as broker
from backend.host.broker.errors import ConsentNeeded
from backend.host.broker.service import Dealings
from backend.host.registry import service as registry
from backend.host.runs.errors import GestureMissing
from backend.identity.consents import service as consents
from backend.identity.consents.structs import GiveConsent
from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.contract.manifest import Manifest
from tests.host.conftest import manifest_of, take_back
from tests.host.matrix import ALLOW, CONSENTS, NO_QUOTA, PURPOSES, QUOTAS, ROLES, SURFACES, TABLE, Cell, cells

FIELDS = ("name", "idNumber", "cases")
AT_ONCE = 8  # fewer than the pool has connections
CELLS_LEAST = 10_000


@dataclass(frozen=True)
class World:
    """One published mini-app for each state of consent and quota, where every persona is in that state."""

    manifests: dict[tuple[str, str], Manifest] = field(default_factory=dict)


class TakenBack(Exception):
    """Ends a transaction whose traces must not stay."""


@pytest.fixture(scope="module")
async def world(client, tmp_path_factory) -> AsyncIterator[World]:
    """The mini-apps of the matrix; they are asked here and never run, so their sources need no compiling."""
    made = World()
    for consent, quota in itertools.product(CONSENTS, QUOTAS):
        folder = tmp_path_factory.mktemp("matrix") / f"m{uuid4().hex[:12]}"
        folder.mkdir()
        (folder / "manifest.json").write_text(json.dumps(wanted(folder.name, quota)))
        (folder / "app.py").write_text("")
        assert await registry.publish(folder, compile_sources=uncompiled, runtime="matrix")
        made.manifests[consent, quota] = (await registry.find(folder.name)).manifest
    for (consent, _quota), manifest in made.manifests.items():
        for persona in ROLES.values():
            await consent_of(BY_ID[persona].person_id, manifest.app_id, state=consent)
    yield made
    await take_back(manifest.app_id for manifest in made.manifests.values())


async def uncompiled(_sources) -> str:
    return "never run"


def wanted(app_id: str, quota: str) -> dict[str, Any]:
    manifest = manifest_of(app_id, capabilities=sorted(TABLE), fields=FIELDS)
    gkb = manifest["gkb"]
    gkb["purposes"].append(gkb["purposes"][0] | {"id": "second"})
    gkb["collections"] = [{"name": "notes", "text": {"zh": "记录", "en": "notes"}}]
    gkb["quotas"] |= NO_QUOTA if quota == "used-up" else {}
    return manifest


async def consent_of(person_id: UUID, app_id: str, *, state: str) -> None:
    """Bring the person's consent for this mini-app into the state."""
    if state in {"none", "other-app"}:  # for "other-app" the person's consents for all the other mini-apps stand
        return
    command = GiveConsent(
        recipient=app_id, text_version="1", purpose="second" if state == "other-purpose" else "test",
        fields=["name"] if state == "fewer-fields" else list(FIELDS),
    )  # fmt: skip
    attempt = Attempt(caller="-", key=None, request_hash=b"")
    given = await consents.give(person_id, command=command, attempt=attempt)
    if state == "withdrawn":
        await consents.withdraw(person_id, consent_id=given.id, attempt=attempt)
    elif state == "expired":
        await database.execute(
            "update identity_consent set given_at = now() - interval '2 days', expires_at = now() - interval '1 second' "
            "where id = $1", given.id,
        )  # fmt: skip
    elif state == "other-words":
        await database.execute("update identity_consent set text_version = '0' where id = $1", given.id)


def dealings_of(manifest: Manifest, *, role: str, surface: str, level: int = 2) -> Dealings:
    caller = Caller(
        person_id=BY_ID[ROLES[role]].person_id, app_id=manifest.app_id, sender="测试部门", call_id=uuid4(),
        attempt="tap" if surface == "action" else None, level=level,
    )  # fmt: skip
    return Dealings(caller=caller, manifest=manifest)


async def asked(dealings: Dealings, capability: str, payload: dict[str, Any]) -> str:
    """The verdict of the broker; a refusal of the room itself is beyond the gate."""
    try:
        answer = json.loads(await dealings.ask(capability, json.dumps(payload)))
    except ConsentNeeded as needed:
        return needed.code
    code = ALLOW if answer["answer"] == "granted" else answer["code"]
    return ALLOW if code in TABLE[capability].past_the_gate else code


def without(manifest: Manifest, capability: str) -> Manifest:
    """The manifest with every capability but this one."""
    others = [one for one in manifest.gkb.capabilities if one.name != capability]
    return msgspec.structs.replace(manifest, gkb=msgspec.structs.replace(manifest.gkb, capabilities=others))


async def answered(world: World, cell: Cell) -> tuple[str, int]:
    """What the broker said, and how many rows the call would have left; all of it taken back."""
    manifest, row, left = world.manifests[cell.consent, cell.quota], TABLE[cell.capability], 0
    dealings = dealings_of(
        manifest if cell.declared else without(manifest, cell.capability), role=cell.role, surface=cell.surface
    )
    payload = row.payload | PURPOSES[cell.purpose]
    with suppress(TakenBack):
        async with database.transaction():
            said = await asked(dealings, cell.capability, payload)
            if cell.surface == "action":
                await dealings.keep()
            if row.kept and cell.declared:
                left = (await database.fetch_one(row.kept, manifest.app_id))["n"]
            raise TakenBack
    return said, left


class TestTable:
    def test_a_capability_without_a_row_fails(self):
        assert sorted(TABLE) == sorted(CAPABILITIES), "give the new capability a row in TABLE, and say what decides it"

    def test_it_knows_which_of_them_write(self):
        assert {name for name, row in TABLE.items() if row.writes} == {
            n for n, one in CAPABILITIES.items() if one.writes
        }

    def test_the_matrix_is_as_large_as_promised(self):
        assert sum(1 for name in TABLE for _ in cells(name)) + len(LEVELS) + len(TOLD) >= CELLS_LEAST


@pytest.mark.parametrize("capability", sorted(TABLE))
async def test_every_cell_has_the_verdict_of_the_table(world, capability):
    all_cells, gate = list(cells(capability)), asyncio.Semaphore(AT_ONCE)

    async def judged(cell: Cell) -> tuple[Cell, str, int]:
        async with gate:
            return cell, *await answered(world, cell)

    judgements = await asyncio.gather(*(judged(cell) for cell in all_cells))

    wrong = [(cell, said) for cell, said, _ in judgements if said != cell.verdict()]
    assert wrong == []
    if TABLE[capability].kept:
        # A write is kept by an action that was allowed, and by nothing else.
        kept = {(cell.verdict() == ALLOW and cell.surface == "action", left) for cell, _, left in judgements}
        assert kept == {(True, 1), (False, 0)}


LEVELS = list(itertools.product(sorted(TABLE), (1, 2, 3), (1, 2, 3)))
TOLD = list(itertools.product(sorted(TABLE), CONSENTS, PURPOSES))


async def test_a_capability_that_asks_for_a_trust_level_refuses_every_lower_one(world, monkeypatch):
    manifest, wrong = world.manifests["given", "left"], []

    for capability, needed, level in LEVELS:
        offered = broker._offered[capability]
        with monkeypatch.context() as patched:
            patched.setitem(broker._offered, capability, replace(offered, least_level=needed))
            said = await asked(
                dealings_of(manifest, role="resident", surface="screen", level=level),
                capability,
                TABLE[capability].payload,
            )
        if said != (ALLOW if level >= needed else "host.level-too-low"):
            wrong.append((capability, needed, level, said))

    assert wrong == []


async def test_whatever_capability_tells_about_the_person_needs_their_consent(world, monkeypatch):
    wrong = []

    for capability, consent, purpose in TOLD:
        wants = {"purpose": "test", "fields": ["name", "idNumber"]} | PURPOSES[purpose]
        row, offered = TABLE[capability], broker._offered[capability]
        payload = row.payload | (PURPOSES[purpose] if row.tells_about_the_person and row.names_fields else {})
        with monkeypatch.context() as patched:
            telling = replace(offered, discloses=lambda _request, wants=wants: Disclosed(**wants))
            patched.setitem(broker._offered, capability, telling)
            dealings = dealings_of(world.manifests[consent, "left"], role="resident", surface="screen")
            said = await asked(dealings, capability, payload)
        expected = ALLOW if consent == "given" else "host.consent-needed"
        if purpose != "declared":
            expected = "host.purpose-not-declared"
        # What was told is noted as the label of whatever leaves the house later; a room that refused has told nothing.
        labelled = bool(dealings.caller.disclosed) == (said == ALLOW) or bool(row.past_the_gate)
        if said != expected or not labelled:
            wrong.append((capability, consent, purpose, said))

    assert wrong == []


@pytest.mark.parametrize(
    "name", ["", "person", "person.write", "Person.read", "person.read ", "store.*", "records.delete", "x" * 200]
)
async def test_what_is_no_capability_is_never_granted(world, name):
    dealings = dealings_of(world.manifests["given", "left"], role="operator", surface="action")

    answer = json.loads(await dealings.ask(name, "{}"))

    assert (answer["answer"], answer["code"]) == ("refused", "host.not-granted")


PROBE = """
from plugin_sdk.guest import CapabilityRefused, MiniApp, done, receipt, ui
from plugin_sdk.guest.capabilities import ask
app = MiniApp()

def said(ctx, data):
    try:
        ask(ctx.store._host_call, data["capability"], **data["payload"])
    except CapabilityRefused as refused:
        return refused.code
    return "allow"

@app.screen("home")
def home(ctx, data):
    return ui.screen(said(ctx, data) if data else "空", ui.button("好", action="act"))

@app.action("act")
def act(ctx, data):
    return done(receipt("1", said(ctx, data)))
"""


@pytest.fixture
async def probes(publish) -> dict[bool, str]:
    """A mini-app that declared everything, and one that declared nothing."""
    many = dict.fromkeys(NO_QUOTA, 20)
    collections = [{"name": "notes", "text": {"zh": "记录", "en": "notes"}}]
    everything = await publish(PROBE, capabilities=sorted(TABLE), fields=FIELDS, quotas=many, collections=collections)
    return {True: everything, False: await publish(PROBE)}


class TestThroughTheDoors:
    @pytest.mark.parametrize("path", ["screens/home", "actions/act", "launches"])
    async def test_anonymous_gets_nowhere(self, client, probes, path):
        answer = await client.post(f"/api/v1/mini-apps/{probes[True]}/{path}", json={})

        assert (answer.status_code, answer.json()["code"]) == (401, "identity.not-signed-in")

    @pytest.mark.parametrize("role", sorted(ROLES))
    async def test_a_role_opens_nothing_more_and_nothing_less(self, client, sign_in, probes, role):
        headers = await sign_in(ROLES[role])
        consent = {"recipient": probes[True], "purpose": "test", "fields": list(FIELDS), "textVersion": "1"}
        assert (await client.post("/api/v1/me/consents", json=consent, headers=headers)).status_code == 201

        wrong = []
        for capability, declared, surface in itertools.product(sorted(TABLE), (True, False), SURFACES):
            data = {"capability": capability, "payload": TABLE[capability].payload}
            said = await through(client, headers, probes[declared], surface=surface, data=data)
            expected = Cell(capability, declared, "given", "declared", role, surface, "left").verdict()
            if (ALLOW if said in TABLE[capability].past_the_gate else said) != expected:
                wrong.append((capability, declared, surface, said))

        assert wrong == []

    async def test_without_a_gesture_no_role_acts(self, client, sign_in, probes):
        for persona in ROLES.values():
            answer = await client.post(
                f"/api/v1/mini-apps/{probes[True]}/actions/act", json={"data": {}}, headers=await sign_in(persona)
            )
            assert answer.json()["code"] == GestureMissing.code


async def through(client, headers, app_id, *, surface, data) -> str:
    """What the guest was told, as the phone sees it."""
    base = f"/api/v1/mini-apps/{app_id}"
    drawn = await client.post(
        f"{base}/screens/home", json={"input": data if surface == "screen" else {}}, headers=headers
    )
    assert drawn.status_code == 200, drawn.text
    if surface == "screen":
        return str(drawn.json()["screen"]["title"])
    taken = await client.post(
        f"{base}/actions/act", json={"data": data, "gesture": drawn.json()["gesture"]}, headers=headers
    )
    assert taken.status_code == 200, taken.text
    return str(taken.json()["receipt"]["title"])
