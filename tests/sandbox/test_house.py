"""Hostile mini-apps in the whole house: what they ask of real capabilities, of each other, and of the shell."""

import json
from uuid import uuid4

import pytest

from backend.core import database
from backend.host.registry import service as registry
from backend.operation.prepare import compile_in_sandbox
from tests.host.conftest import manifest_of
from tests.sandbox.corpus import IN_THE_HOUSE, promise_of, source_of

HEAD = "import json\nfrom plugin_sdk.guest import MiniApp, done, ui\napp = MiniApp()\n"


@pytest.fixture
async def release(client, tmp_path):
    """Publish a source; the mini-app's id. What was released is withdrawn after the test."""
    made = []

    async def released(source, **wanted) -> str:
        folder = tmp_path / f"t{uuid4().hex[:12]}"
        folder.mkdir()
        (folder / "manifest.json").write_text(json.dumps(manifest_of(folder.name, **wanted)))
        (folder / "app.py").write_text(source)
        assert await registry.publish(folder, compile_sources=compile_in_sandbox, runtime="test")
        made.append(folder.name)
        return folder.name

    yield released
    await database.execute("delete from host_release where app_id = any($1)", made)


async def draw(client, headers, app_id):
    return await client.post(f"/api/v1/mini-apps/{app_id}/screens/home", json={}, headers=headers)


async def act(client, headers, app_id, **data):
    """Draw the screen and tap its button."""
    drawn = await draw(client, headers, app_id)
    body = {"data": data, "gesture": drawn.json()["gesture"]}
    return await client.post(f"/api/v1/mini-apps/{app_id}/actions/act", json=body, headers=headers)


async def rows_of(app_id):
    row = await database.fetch_one("select count(*) as n from host_stored where id like $1 || ' %'", app_id)
    return row["n"]


@pytest.mark.parametrize("file", IN_THE_HOUSE, ids=lambda file: file.stem)
async def test_comes_to_nothing_by_name_and_changes_nothing(file, client, sign_in, release):
    promise = promise_of(file)
    app_id = await release(source_of(file), capabilities=promise["capabilities"].split(", "))
    person = await sign_in("student")

    answer = await draw(client, person, app_id)

    if promise["expects"] == "screen":
        assert answer.status_code == 200, answer.text
        assert answer.json()["screen"]["title"] == promise["says"]
    else:
        assert answer.json()["code"] in promise["expects"].split(" | "), answer.text
    assert await rows_of(app_id) == 0


class TestCollusion:
    """One mini-app has a secret of the person and wants the other one, opened by the same person, to learn it."""

    SECRET = "CANARY-OF-THE-FIRST-APP"
    GIVE = (
        HEAD + '@app.screen("home")\ndef home(ctx, data):\n    return ui.screen("题", ui.button("好", action="act"))\n'
        '@app.action("act")\ndef act(ctx, data):\n'
        '    for key in ("shared", "k"):\n        ctx.store.put(key, data["secret"])\n'
        '    note = dict(collection="notes", value=dict(text=data["secret"]))\n'
        '    ctx.store._host_call("records.create", json.dumps(note))\n'
        '    import math\n    math.left = ui.left = data["secret"]\n    ctx.message.send(title="题", body=data["secret"])\n'
        "    return done()\n"
    )
    TAKE = HEAD + (
        '@app.screen("home")\ndef home(ctx, data):\n'
        "    import math\n"
        '    seen = [getattr(math, "left", None), getattr(ui, "left", None)]\n'
        '    for key in ("shared", "k", "{first} shared", "{first}/k", "../{first}/k"):\n'
        '        seen.append(json.loads(ctx.store._host_call("store.get", json.dumps(dict(key=key)))))\n'
        '    for collection in ("notes", "{first}.notes", "{first}/notes", "{first}:notes"):\n'
        '        for asked in (dict(collection=collection), dict(collection=collection, app="{first}")):\n'
        '            seen.append(json.loads(ctx.store._host_call("records.list", json.dumps(asked))))\n'
        '    for hidden in ("message.list", "message.read", "records.search", "store.list"):\n'
        '        seen.append(json.loads(ctx.store._host_call(hidden, "{{}}")))\n'
        '    seen.append(json.loads(ctx.store._host_call("person.subject", "{{}}")))\n'
        '    return ui.screen("题", ui.text(json.dumps(seen)[:3_900]))\n'
    )

    async def test_the_second_learns_nothing_over_any_channel(self, client, sign_in, release):
        granted = ("store.get", "store.put", "records.create", "records.list", "message.send", "person.subject")
        notes = ({"name": "notes"},)
        first = await release(self.GIVE, capabilities=granted, collections=notes)
        second = await release(self.TAKE.format(first=first), capabilities=granted, collections=notes)
        person = await sign_in("student")
        given = await act(client, person, first, secret=self.SECRET)
        assert given.json()["outcome"] == "done", given.text

        for _ in range(5):
            answer = await draw(client, person, second)
            assert answer.status_code == 200, answer.text
            assert self.SECRET not in answer.text

    async def test_the_same_person_has_another_name_in_each(self, client, sign_in, release):
        source = HEAD + (
            '@app.screen("home")\ndef home(ctx, data):\n'
            '    return ui.screen("题", ui.text(ctx.store._host_call("person.subject", "{}")))\n'
        )
        first, second = [await release(source, capabilities=("person.subject",)) for _ in range(2)]
        person = await sign_in("student")

        names = [
            (await draw(client, person, app)).json()["screen"]["body"][0]["text"] for app in (first, second, first)
        ]

        assert names[0] == names[2] != names[1]


class TestGestures:
    SOURCE = HEAD + (
        '@app.screen("home")\ndef home(ctx, data):\n    return ui.screen("题", ui.button("好", action="act"))\n'
        '@app.action("act")\ndef act(ctx, data):\n    ctx.store.put("k", 1)\n    return done()\n'
        '@app.action("hidden")\ndef hidden(ctx, data):\n    ctx.store.put("k", 2)\n    return done()\n'
    )

    @pytest.fixture
    async def released(self, release):
        return await release(self.SOURCE, capabilities=("store.put",), actions=("act", "hidden"))

    @pytest.mark.parametrize("gesture", [None, "forged", "0" * 500, "eyJhbGciOiJub25lIn0"])
    async def test_without_a_true_gesture_nothing_changes(self, gesture, client, sign_in, released):
        person = await sign_in("student")
        body = {"data": {}, "gesture": gesture} if gesture else {"data": {}}

        answer = await client.post(f"/api/v1/mini-apps/{released}/actions/act", json=body, headers=person)

        assert answer.status_code == 403
        assert await rows_of(released) == 0

    async def test_anothers_gesture_and_one_for_another_app_or_action_change_nothing(
        self, client, sign_in, released, release
    ):
        person, other = await sign_in("student"), await sign_in("elder")
        twin = await release(self.SOURCE, capabilities=("store.put",), actions=("act", "hidden"))
        gestures = [
            (await draw(client, who, app)).json()["gesture"] for who, app in ((other, released), (person, twin))
        ]
        own = (await draw(client, person, released)).json()["gesture"]

        tries = [("act", gestures[0]), ("act", gestures[1]), ("hidden", own)]
        answers = [
            await client.post(
                f"/api/v1/mini-apps/{released}/actions/{action}", json={"data": {}, "gesture": gesture}, headers=person
            )
            for action, gesture in tries
        ]

        assert [answer.status_code for answer in answers] == [403, 403, 403]
        assert await rows_of(released) == 0
