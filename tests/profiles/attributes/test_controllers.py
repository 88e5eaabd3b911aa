from uuid import uuid4

import pytest

from backend.core import database
from profiles.attributes import purposes
from profiles.attributes.kinds import Purpose
from tests.profiles.attributes.conftest import agree, firm_of

PROFILE, CONSENT = "/api/v1/me/profile", "/api/v1/me/profile/consent"
SOMEBODY = uuid4()


def key():
    return {"idempotency-key": str(uuid4())}


@pytest.fixture
def phone_of(client, start_session):
    """The headers of somebody's session."""

    async def of(person_id):
        session = await start_session(person_id)
        return {"authorization": f"Bearer {session.access_token}"}

    return of


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", PROFILE),
        ("GET", f"{PROFILE}/history/preference.language"),
        ("GET", CONSENT),
        ("PUT", CONSENT),
        ("PUT", f"{PROFILE}/declared/preference.language"),
        ("DELETE", f"{PROFILE}/declared/preference.language"),
        ("GET", f"{PROFILE}/corrections"),
        ("POST", f"{PROFILE}/corrections"),
        ("GET", "/api/v1/me/household"),
        ("GET", f"/api/v1/me/firms/{SOMEBODY}/profile"),
        ("GET", "/api/v1/desk/profile-corrections"),
        ("GET", f"/api/v1/desk/profile-corrections/{SOMEBODY}"),
        ("GET", f"/api/v1/desk/profile-corrections/{SOMEBODY}/files/{SOMEBODY}"),
        ("POST", f"/api/v1/desk/profile-corrections/{SOMEBODY}/answer"),
        ("GET", "/api/v1/desk/profile-tags"),
        ("GET", "/api/v1/desk/profile-tags/elder"),
    ],
)
async def test_anonymous_is_refused(client, method, path):
    answer = await client.request(method, path, json={} if method in {"PUT", "POST"} else None)

    assert answer.status_code == 401, answer.text


class TestProfile:
    async def test_says_what_is_known_from_where_and_what_for(self, client, sign_in):
        answer = await client.get(PROFILE, headers=await sign_in("young-parent"))

        assert answer.status_code == 200, answer.text
        body = answer.json()
        rows = {one["name"]: one for one in body["attributes"]}
        assert (body["name"], body["personalised"], body["missing"]) == ("王小满", True, [])
        work = rows["person.employmentStatus"]
        assert (work["shown"], work["source"]["name"], work["inUse"], work["confidence"]) == (
            "在职",
            "人口库（公安）",
            True,
            95,
        )
        assert rows["person.regionCode"]["shown"].startswith("甘肃省")
        hidden = rows["person.ethnicGroup"]
        assert (hidden["inUse"], hidden["purpose"], hidden["receivedAt"]) == (False, "none", None)
        assert hidden["correctedBy"]["zh"] == "公安部门"
        assert "new-parent" in {one["id"] for one in body["tags"]}

    async def test_without_personalisation_the_same_is_shown_and_nothing_is_used(self, client, sign_in):
        body = (await client.get(PROFILE, headers=await sign_in("student"))).json()

        rows = {one["name"]: one for one in body["attributes"]}
        assert rows["person.employmentStatus"]["shown"] == "在校学生"
        assert not body["personalised"]
        assert not any(one["inUse"] for one in body["attributes"])
        assert body["tags"] == []
        assert (
            await database.fetch("select 1 from profiles_attribute where subject_id = $1", body["subject"]["id"]) == []
        )

    async def test_a_look_at_oneself_stands_in_the_history_as_ones_own(self, client, sign_in):
        headers = await sign_in("student")
        await client.get(PROFILE, headers=headers)

        newest = (await client.get("/api/v1/me/access-history?limit=1", headers=headers)).json()["items"][0]

        assert (newest["basis"]["kind"], newest["byMe"], newest["purpose"]) == ("own", True, "own-data")


class TestConsent:
    async def test_is_given_in_the_words_shown_and_taken_back(self, client, make_person, phone_of):
        headers = await phone_of(await make_person())
        (sheet, *_) = (await client.get(CONSENT, headers=headers)).json()["states"]

        on = await client.put(CONSENT, headers=headers | key(), json={"on": True, "textVersion": sheet["textVersion"]})
        profile = (await client.get(PROFILE, headers=headers)).json()
        off = await client.put(CONSENT, headers=headers | key(), json={"on": False})

        assert (sheet["purpose"], sheet["on"]) == ("personalisation", False)
        assert on.json()["states"][0]["on"], on.text
        assert profile["personalised"]
        assert not off.json()["states"][0]["on"], off.text
        assert not (await client.get(PROFILE, headers=headers)).json()["personalised"]

    async def test_other_words_are_refused(self, client, make_person, phone_of):
        headers = await phone_of(await make_person())

        answer = await client.put(CONSENT, headers=headers | key(), json={"on": True, "textVersion": "x"})

        assert (answer.status_code, answer.json()["code"]) == (422, "identity.consent-text-changed")


class TestDeclared:
    async def test_is_kept_shown_and_forgotten(self, client, make_person, phone_of):
        someone = await make_person()
        await agree(someone)
        headers = await phone_of(someone)
        path = f"{PROFILE}/declared/preference.interests"

        put = await client.put(path, headers=headers | key(), json={"value": ["养老", "医保"]})
        shown = (await client.get(PROFILE, headers=headers)).json()["attributes"]
        gone = await client.delete(path, headers=headers | key())
        after = (await client.get(PROFILE, headers=headers)).json()["attributes"]

        assert (put.status_code, put.json()["inUse"]) == (200, True), put.text
        assert [one["shown"] for one in shown if one["name"] == "preference.interests"] == ["养老、医保"]
        assert gone.status_code == 204
        assert not [one for one in after if one["name"] == "preference.interests"]

    @pytest.mark.parametrize(
        ("name", "value", "status", "code"),
        [
            ("person.birthDate", "1990-01-01", 422, "profiles.not-declarable"),
            ("person.shoeSize", "42", 404, "profiles.unknown-attribute"),
            ("firm.wantedSupport", ["融资"], 404, "profiles.unknown-attribute"),
            ("preference.language", "tlh", 422, "profiles.unsuitable-value"),
            ("preference.elderMode", "yes", 422, "profiles.unsuitable-value"),
            ("preference.interests", ["养老", "养老"], 422, "profiles.unsuitable-value"),
            ("preference.regionCode", "629999", 422, "profiles.unsuitable-value"),
            ("person.employmentStatus", "", 422, "profiles.unsuitable-value"),
        ],
    )
    async def test_only_what_may_be_said_is_kept(self, client, sign_in, name, value, status, code):
        headers = await sign_in("job-seeker")

        answer = await client.put(f"{PROFILE}/declared/{name}", headers=headers | key(), json={"value": value})

        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


class TestHousehold:
    async def test_shows_ages_of_minors_only(self, client, sign_in):
        body = (await client.get("/api/v1/me/household", headers=await sign_in("young-parent"))).json()

        members = {one["name"]: one for one in body["members"]}
        assert body["headName"] == "李向东"
        assert (members["李禾苗"]["relation"], members["李禾苗"]["birthDate"]) == ("child", "2020-05-18")
        assert (members["李向东"]["relation"], members["李向东"]["birthDate"]) == ("spouse", None)

    async def test_an_elder_who_agrees_is_shown_and_sees_who_looked(self, client, sign_in):
        headers, mothers = await sign_in("elders-helper"), await sign_in("elder")
        states = (await client.get(CONSENT, headers=mothers)).json()["states"]
        version = next(one["textVersion"] for one in states if one["purpose"] == "household")
        before = (await client.get("/api/v1/me/household", headers=headers)).json()["members"]
        command = {"purpose": "household", "on": True, "textVersion": version}

        await client.put(CONSENT, headers=mothers | key(), json=command)
        during = (await client.get("/api/v1/me/household", headers=headers)).json()["members"]
        newest = (await client.get("/api/v1/me/access-history?limit=1", headers=mothers)).json()["items"][0]
        await client.put(CONSENT, headers=mothers | key(), json=command | {"on": False})
        after = (await client.get("/api/v1/me/household", headers=headers)).json()["members"]

        def mother(members):
            return next(one["birthDate"] for one in members if one["relation"] == "mother")

        assert (mother(before), mother(during), mother(after)) == (None, "1951-02-08", None)
        assert (newest["purpose"], newest["byMe"]) == ("household", False)
        assert [one["name"] for one in newest["facts"]] == ["person.birthDate"]
        assert {one["relation"]: one["deceased"] for one in during}["father"]


class TestFirm:
    async def test_is_shown_to_its_legal_person_and_the_look_is_kept(self, client, sign_in):
        firm, headers = await firm_of("firm-owner"), await sign_in("firm-owner")

        body = (await client.get(f"/api/v1/me/firms/{firm.id}/profile", headers=headers)).json()

        rows = {one["name"]: one for one in body["attributes"]}
        assert rows["firm.registeredCapitalFen"]["shown"] == "2,000,000.00 元"
        assert rows["firm.kind"]["shown"] == "企业"
        assert rows["firm.legalPersonName"]["inUse"] is False
        assert "small-firm" in {one["id"] for one in body["tags"]}
        newest = (await client.get("/api/v1/me/access-history?limit=1", headers=headers)).json()["items"][0]
        assert (newest["purpose"], newest["about"][0]["relation"]) == ("firm-profile", "firm")
        assert all(one["title"]["zh"] != one["name"] for one in newest["facts"])

    async def test_of_others_looks_the_same_as_none(self, client, sign_in):
        firm, headers = await firm_of("firm-owner"), await sign_in("trader")

        answers = [await client.get(f"/api/v1/me/firms/{one}/profile", headers=headers) for one in (firm.id, uuid4())]

        assert [(one.status_code, one.json()["code"]) for one in answers] == [(404, "profiles.firm-not-yours")] * 2

    async def test_says_what_it_looks_for(self, client, sign_in):
        firm, headers = await firm_of("trader"), await sign_in("trader")
        path = f"{PROFILE}/declared/firm.wantedSupport?firmId={firm.id}"

        put = await client.put(path, headers=headers | key(), json={"value": ["融资"]})
        stranger = await client.put(path, headers=await sign_in("firm-owner") | key(), json={"value": ["用工"]})

        assert put.status_code == 200, put.text
        assert stranger.status_code == 404
        assert (await client.delete(path, headers=headers | key())).status_code == 204


class TestTags:
    async def test_are_listed_for_staff_with_their_conditions(self, client, sign_in):
        headers = await sign_in("leader")

        found = (await client.get("/api/v1/desk/profile-tags", headers=headers)).json()["items"]
        one = await client.get("/api/v1/desk/profile-tags/elder", headers=headers)

        assert len(found) > 10
        assert one.json()["condition"] == {"test": "age", "attribute": "person.birthDate", "atLeast": 60}
        assert one.json()["inputs"] == ["person.birthDate"]

    async def test_residents_and_unknown_ones_are_refused(self, client, sign_in):
        resident = await client.get("/api/v1/desk/profile-tags", headers=await sign_in("student"))
        unknown = await client.get("/api/v1/desk/profile-tags/nobody", headers=await sign_in("leader"))

        assert resident.status_code == 403
        assert (unknown.status_code, unknown.json()["code"]) == (404, "profiles.tag-unknown")


class TestHistory:
    async def test_says_what_was_known_before_page_by_page(self, client, make_person, phone_of):
        headers = await phone_of(await make_person())
        for value in ("zh", "bo", "en"):
            await client.put(f"{PROFILE}/declared/preference.language", headers=headers | key(), json={"value": value})
        path = f"{PROFILE}/history/preference.language?limit=1"

        first = (await client.get(path, headers=headers)).json()
        second = (await client.get(f"{path}&cursor={first['nextCursor']}", headers=headers)).json()
        unknown = await client.get(f"{PROFILE}/history/person.shoeSize", headers=headers)

        assert [one["shown"] for one in first["items"] + second["items"]] == ["藏文", "中文"]
        assert second["nextCursor"] is None
        assert unknown.status_code == 404


def test_everything_but_none_is_asked_for():
    assert set(purposes.ASKED) == set(Purpose) - {Purpose.NONE}
