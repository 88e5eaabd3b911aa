"""Opening mini-apps and acting in them: who may, what is refused by name, and that an action is all or nothing."""

import asyncio
import time
from pathlib import Path
from uuid import uuid4

import pytest

from backend.core import database
from backend.host.sandbox import service as sandbox
from backend.host.sandbox.client import SandboxClient
from backend.host.sandbox.pauses import FAILURES

HEAD = "from plugin_sdk.guest import CapabilityRefused, MiniApp, done, receipt, ui\napp = MiniApp()\n"
EMPTY = HEAD + '@app.screen("home")\ndef home(ctx, data):\n    return ui.screen("空")\n'


def app_with(action: str, screen: str = 'return ui.screen("办", ui.button("好", action="act"))') -> str:
    """A mini-app with one screen, which offers the action if it is not said otherwise, and one action."""
    home = f'@app.screen("home")\ndef home(ctx, data):\n    {screen}\n'
    return f'{HEAD}\n{home}\n@app.action("act")\ndef act(ctx, data):\n    {action}\n'


COUNT = app_with(
    'n = (ctx.store.get("n") or 0) + 1; ctx.store.put("n", n); '
    'ctx.message.send(title=f"第{n}次", body="好"); return done(receipt(str(n), "好"))'
)
STORE = ("store.get", "store.put", "message.send")


async def act(client, headers, app_id, data=None, key=None):
    """Draw the screen and take its action, as a tap does."""
    drawn = await draw(client, headers, app_id)
    more = {"idempotency-key": key} if key else {}
    return await client.post(
        f"/api/v1/mini-apps/{app_id}/actions/act",
        json={"data": data or {}, "gesture": drawn.json()["gesture"]},
        headers=headers | more,
    )


async def draw(client, headers, app_id, **body):
    return await client.post(f"/api/v1/mini-apps/{app_id}/screens/home", json=body, headers=headers)


async def stored(app_id) -> list:
    return [
        row["value"] for row in await database.fetch("select value from host_stored where id like $1 || ' %'", app_id)
    ]


class TestAnonymous:
    async def test_may_look_at_the_list(self, client):
        answer = await client.get("/api/v1/mini-apps")

        assert answer.status_code == 200
        assert "heating_subsidy" in [item["id"] for item in answer.json()["items"]]

    @pytest.mark.parametrize("path", ["screens/apply", "actions/submit"])
    async def test_may_open_nothing(self, client, path):
        answer = await client.post(f"/api/v1/mini-apps/heating_subsidy/{path}", json={})

        assert answer.status_code == 401
        assert answer.json()["code"] == "identity.not-signed-in"


class TestRefusals:
    @pytest.mark.parametrize(
        ("path", "code"),
        [
            ("no_such_app/screens/home", "host.unknown-mini-app"),
            ("heating_subsidy/screens/nothing", "host.unknown-screen"),
            ("heating_subsidy/actions/nothing", "host.unknown-action"),
        ],
    )
    async def test_what_does_not_exist_is_named(self, client, sign_in, path, code):
        answer = await client.post(f"/api/v1/mini-apps/{path}", json={}, headers=await sign_in("student"))

        assert answer.status_code == 404
        assert answer.json()["code"] == code

    async def test_an_unknown_field_is_the_callers_mistake(self, client, sign_in):
        answer = await client.post(
            "/api/v1/mini-apps/heating_subsidy/actions/submit", json={"dta": {}}, headers=await sign_in("student")
        )

        assert answer.status_code == 400

    async def test_a_large_form_is_refused(self, client, sign_in, publish):
        app_id = await publish(app_with("return done()"))

        answer = await act(client, await sign_in("student"), app_id, {"text": "字" * 40_000})

        assert answer.status_code == 413
        assert answer.json()["code"] == "host.input-too-large"

    async def test_more_calls_a_minute_than_the_manifest_asked_for_are_refused(self, client, sign_in, publish):
        app_id = await publish(app_with("return done()"), calls=2)
        headers = await sign_in("student")
        if int(time.time()) % 60 > 57:
            await asyncio.sleep(3)  # the window is the clock's minute

        taken = await act(client, headers, app_id)
        refused = await draw(client, headers, app_id)

        assert taken.status_code == 200
        assert (refused.status_code, refused.json()["code"]) == (429, "host.too-many-calls")
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert (await act(client, await sign_in("herder"), app_id)).status_code == 200

    async def test_what_fails_through_our_own_fault_is_not_counted(self, client, sign_in, publish, monkeypatch):
        app_id = await publish(app_with("return done()"), calls=1)
        headers = await sign_in("student")
        there = sandbox.current()
        monkeypatch.setattr(sandbox, "_bound", [SandboxClient(Path("/nobody/listens.sock"))])

        away = [(await draw(client, headers, app_id)).json()["code"] for _ in range(3)]
        monkeypatch.setattr(sandbox, "_bound", [there])

        assert away == ["host.sandbox-away"] * 3
        assert (await draw(client, headers, app_id)).status_code == 200

    async def test_a_mini_app_that_was_stopped_again_and_again_is_paused_and_knocking_uses_up_the_quota(
        self, client, sign_in, publish
    ):
        """Else who makes it fail on purpose could be the one that is let in after each pause."""
        flood = app_with("return done()", 'return [ctx.store.get("k") for _ in range(100)]')
        app_id = await publish(flood, capabilities=STORE, calls=FAILURES + 2)
        headers = await sign_in("student")
        if int(time.time()) % 60 > 50:
            await asyncio.sleep(10)  # the window is the clock's minute

        answers = [await draw(client, headers, app_id) for _ in range(FAILURES + 3)]

        codes = [answer.json()["code"] for answer in answers]
        assert codes == ["host.too-many-host-calls"] * FAILURES + ["host.paused"] * 2 + ["host.too-many-calls"]
        assert (answers[-2].status_code, answers[-2].headers["retry-after"]) == (503, "1")
        assert "1 秒后再试" in answers[-2].json()["detail"]

    async def test_an_authors_error_is_the_apps_and_changes_nothing(self, client, sign_in, publish):
        app_id = await publish(app_with('ctx.store.put("n", 1); return 1 / 0'), capabilities=STORE)

        answer = await act(client, await sign_in("student"), app_id)

        assert answer.json()["code"] == "host.guest-failed"
        assert await stored(app_id) == []


class TestCapabilities:
    async def test_one_that_was_not_declared_is_refused_by_name(self, client, sign_in, publish):
        source = app_with('ctx.store.put("n", 1); return done()')
        app_id = await publish(source, capabilities=("store.get",))

        answer = await act(client, await sign_in("student"), app_id)

        assert answer.json()["code"] == "host.guest-failed"
        assert "host.not-granted" in str(answer.json()["params"])
        assert await stored(app_id) == []

    async def test_one_that_does_not_exist_is_refused_by_name(self, client, sign_in, publish):
        source = app_with(
            'from plugin_sdk.guest.capabilities import ask; ask(ctx.store._host_call, "payments.send", amount=1); return done()'
        )
        app_id = await publish(source, capabilities=("store.get", "payments.send"))

        answer = await act(client, await sign_in("student"), app_id)

        assert "host.not-granted" in str(answer.json()["params"])

    async def test_another_persons_store_is_never_seen(self, client, sign_in, publish):
        app_id = await publish(COUNT, capabilities=STORE)
        for persona in ("student", "herder"):
            answer = await act(client, await sign_in(persona), app_id)

            assert answer.json()["receipt"]["number"] == "1"

    async def test_another_mini_apps_store_is_never_seen(self, client, sign_in, publish):
        headers = await sign_in("student")
        for app_id in (await publish(COUNT, capabilities=STORE), await publish(COUNT, capabilities=STORE)):
            assert (await act(client, headers, app_id)).json()["receipt"]["number"] == "1"

    async def test_a_key_cannot_be_shaped_to_reach_another_row(self, client, sign_in, publish):
        source = app_with('ctx.store.get(data["key"]); return done()')
        app_id = await publish(source, capabilities=STORE)

        answer = await act(client, await sign_in("student"), app_id, {"key": f"{app_id} someone n"})

        assert "host.payload-refused" in str(answer.json()["params"])

    async def test_more_keys_than_the_manifest_asked_for_are_refused(self, client, sign_in, publish):
        source = app_with('ctx.store.put(data["key"], 1); return done()')
        app_id = await publish(source, capabilities=STORE, keys=2)
        headers = await sign_in("student")

        answers = [await act(client, headers, app_id, {"key": f"k{n}"}) for n in range(3)]

        assert [answer.status_code for answer in answers[:2]] == [200, 200]
        assert "host.store-full" in str(answers[2].json()["params"])

    async def test_more_writes_than_one_tap_means_are_refused(self, client, sign_in, publish):
        app_id = await publish(
            app_with('[ctx.store.put("n", n) for n in range(17)]; return done()'), capabilities=STORE
        )

        answer = await act(client, await sign_in("student"), app_id)

        assert "host.too-many-writes" in str(answer.json()["params"])
        assert await stored(app_id) == []


class TestConsent:
    READ = app_with("return done()", 'return ui.screen(ctx.person.read(purpose="test", fields=["name"])["name"])')

    async def test_without_consent_the_person_is_asked_in_the_registered_words(self, client, sign_in, publish):
        app_id = await publish(self.READ, capabilities=("person.read",))

        answer = await draw(client, await sign_in("student"), app_id)

        assert answer.status_code == 403
        sheet = answer.json()["params"]["consent"]
        assert sheet["recipientName"] == "测试应用 · 测试部门"
        assert sheet["fields"] == [{"name": "name", "label": "姓名"}]

    async def test_with_consent_it_reads_and_after_withdrawal_it_does_not(self, client, sign_in, publish):
        app_id = await publish(self.READ, capabilities=("person.read",))
        headers = await sign_in("student")
        consent = {"recipient": app_id, "purpose": "test", "fields": ["name"], "textVersion": "1"}

        given = await client.post("/api/v1/me/consents", json=consent, headers=headers)
        read = await draw(client, headers, app_id)
        await client.delete(f"/api/v1/me/consents/{given.json()['id']}", headers=headers)
        after = await draw(client, headers, app_id)

        assert read.json()["screen"]["title"] == "马小雨"
        assert after.json()["code"] == "host.consent-needed"

    async def test_an_author_cannot_talk_past_a_missing_consent(self, client, sign_in, publish):
        source = app_with(
            "return done()",
            'try: ctx.person.read(purpose="test", fields=["name"])\n    except Exception: pass\n    return ui.screen("x")',
        )
        app_id = await publish(source, capabilities=("person.read",))

        answer = await draw(client, await sign_in("student"), app_id)

        assert answer.json()["code"] == "host.consent-needed"

    async def test_fields_beyond_the_declared_purpose_are_not_asked_for(self, client, sign_in, publish):
        source = app_with(
            "return done()", 'return ui.screen(ctx.person.read(purpose="test", fields=["idNumber"])["idNumber"])'
        )
        app_id = await publish(source, capabilities=("person.read",))

        answer = await draw(client, await sign_in("student"), app_id)

        assert answer.json()["code"] == "host.guest-failed"
        assert "host.purpose-not-declared" in str(answer.json()["params"])


class TestAllOrNothing:
    async def test_the_same_attempt_gives_the_same_receipt_and_acts_once(self, client, sign_in, publish):
        app_id, headers, key = await publish(COUNT, capabilities=STORE), await sign_in("student"), str(uuid4())

        answers = [await act(client, headers, app_id, key=key) for _ in range(3)]

        assert [answer.json()["receipt"]["number"] for answer in answers] == ["1", "1", "1"]
        assert await stored(app_id) == [1]

    async def test_another_form_under_the_same_key_is_refused(self, client, sign_in, publish):
        app_id, headers, key = await publish(COUNT, capabilities=STORE), await sign_in("student"), str(uuid4())
        await act(client, headers, app_id, {"a": 1}, key=key)

        answer = await act(client, headers, app_id, {"a": 2}, key=key)

        assert answer.status_code == 409
        assert answer.json()["code"] == "core.idempotency-key-reused"
        assert await stored(app_id) == [1]

    async def test_twelve_at_once_count_to_twelve_or_are_told_to_come_back(self, client, sign_in, publish):
        many = {"messages_per_person_per_day": 50}
        app_id, headers = await publish(COUNT, capabilities=STORE, quotas=many), await sign_in("student")

        # Each is a tap of its own: twelve screens were drawn.
        answers = await asyncio.gather(*(act(client, headers, app_id) for _ in range(12)))

        numbers = sorted(int(one.json()["receipt"]["number"]) for one in answers if one.status_code == 200)
        told = {one.json()["code"] for one in answers if one.status_code != 200}
        assert numbers == list(range(1, len(numbers) + 1))
        assert await stored(app_id) == [len(numbers)]
        assert told <= {"host.store-changed"}

    async def test_a_screen_changes_nothing_whatever_it_promises(self, client, sign_in, publish):
        app_id = await publish(
            app_with("return done()", 'ctx.store.put("n", 1); return ui.screen("x")'), capabilities=STORE
        )

        answer = await draw(client, await sign_in("student"), app_id)

        assert answer.status_code == 200
        assert await stored(app_id) == []

    async def test_the_receipts_message_lies_in_the_inbox(self, client, sign_in, publish):
        app_id, headers = await publish(COUNT, capabilities=STORE), await sign_in("job-seeker")

        await act(client, headers, app_id)

        newest = (await client.get("/api/v1/messages", headers=headers)).json()["items"][0]
        assert (newest["title"], newest["sender"]) == ("第1次", "测试部门")
