"""Bundles over HTTP."""

from uuid import uuid4

import pytest

PATH = "/api/v1/bundle-applications"


@pytest.fixture
async def parent(sign_in):
    return await sign_in("young-parent")


class TestAnonymous:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", PATH),
            ("GET", PATH),
            ("GET", f"{PATH}/{uuid4()}"),
            ("POST", f"{PATH}/{uuid4()}/submit"),
            ("POST", f"{PATH}/{uuid4()}/withdraw"),
        ],
    )
    async def test_is_refused(self, client, method, path):
        response = await client.request(method, path, json={})

        assert (response.status_code, response.json()["code"]) == (401, "identity.not-signed-in")


class TestJourney:
    async def test_from_the_first_question_to_the_parts(self, client, parent, fill):
        draft = await fill()

        submitted = await client.post(f"{PATH}/{draft.id}/submit", json={"version": draft.version}, headers=parent)
        assert submitted.status_code == 201, submitted.text
        bundle = submitted.json()

        listed = (await client.get(PATH, headers=parent)).json()["items"]
        again = (await client.get(f"{PATH}/{bundle['id']}", headers=parent)).json()
        assert (listed[0]["id"], again) == (bundle["id"], bundle)
        assert bundle["parts"][0]["state"] == "running"
        gone = await client.get(f"/api/v1/applications/{draft.id}", headers=parent)
        assert (gone.status_code, gone.json()["params"]) == (410, {"caseId": bundle["id"]})

        withdrawn = await client.post(f"{PATH}/{bundle['id']}/withdraw", json={"reason": "不办了"}, headers=parent)
        assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "withdrawn")

    async def test_a_bundle_that_does_not_exist_is_refused(self, client, parent):
        response = await client.post(PATH, json={"bundleCode": "nothing", "regionCode": "620102"}, headers=parent)

        assert (response.status_code, response.json()["code"]) == (404, "items.unknown-bundle")

    async def test_a_reason_is_needed_to_withdraw(self, client, parent):
        response = await client.post(f"{PATH}/{uuid4()}/withdraw", json={}, headers=parent)

        assert (response.status_code, response.json()["code"]) == (400, "core.unreadable")

    async def test_nobodys_bundle_is_not_there(self, client, parent):
        response = await client.get(f"{PATH}/{uuid4()}", headers=parent)

        assert (response.status_code, response.json()["code"]) == (404, "bundles.not-found")
