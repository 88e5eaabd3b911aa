"""The doors: anonymous first, then who is not of these staff, then the whole way over HTTP."""

from uuid import uuid4

import pytest

from tests.profiles.studio.conftest import new_code, scenario, tag

pytestmark = pytest.mark.usefixtures("served")

DEFINITIONS, DRAFTS = "/api/v1/desk/definitions", "/api/v1/desk/definition-drafts"
SOMETHING = uuid4()
READ = [
    ("GET", DEFINITIONS),
    ("GET", f"{DEFINITIONS}/words"),
    ("GET", f"{DEFINITIONS}/events"),
    ("GET", f"{DEFINITIONS}/examples"),
    ("GET", f"{DEFINITIONS}/scenario/new-child/versions"),
    ("GET", f"{DEFINITIONS}/scenario/new-child/versions/1"),
    ("POST", f"{DEFINITIONS}/trial"),
    ("GET", DRAFTS),
    ("GET", f"{DRAFTS}/{SOMETHING}"),
    ("POST", f"{DRAFTS}/{SOMETHING}/approve"),
    ("POST", f"{DRAFTS}/{SOMETHING}/refuse"),
]
WRITE = [
    ("POST", DRAFTS),
    ("PUT", f"{DRAFTS}/{SOMETHING}"),
    ("POST", f"{DRAFTS}/{SOMETHING}/submit"),
    ("POST", f"{DRAFTS}/{SOMETHING}/drop"),
]


def key():
    return {"idempotency-key": str(uuid4())}


async def call(client, method, path, headers=None):
    return await client.request(method, path, json={} if method in {"PUT", "POST"} else None, headers=headers)


@pytest.mark.parametrize(("method", "path"), [*READ, *WRITE])
async def test_anonymous_is_refused(client, method, path):
    answer = await call(client, method, path)

    assert answer.status_code == 401, answer.text


@pytest.mark.parametrize("persona", ["young-parent", "case-officer", "department-developer"])
@pytest.mark.parametrize(("method", "path"), [*READ, *WRITE])
async def test_who_is_not_of_these_staff_is_refused(client, sign_in, method, path, persona):
    answer = await call(client, method, path, await sign_in(persona))

    assert (answer.status_code, answer.json()["code"]) == (403, "identity.role-missing")


@pytest.mark.parametrize(("method", "path"), WRITE)
async def test_who_decides_does_not_write(client, sign_in, method, path):
    answer = await call(client, method, path, await sign_in("leader"))

    assert (answer.status_code, answer.json()["code"]) == (403, "identity.role-missing")


class TestTheWholeWay:
    async def test_from_an_empty_draft_to_the_public_guide(self, client, sign_in):
        writer, leader, code = await sign_in("operator"), await sign_in("leader"), new_code()

        made = await client.post(DRAFTS, headers=writer | key(), json={"kind": "scenario", "code": code})
        draft = f"{DRAFTS}/{made.json()['line']['id']}"
        early = await client.post(f"{draft}/submit", headers=writer | key(), json={"edit": 1, "note": "第一版"})
        kept = await client.put(draft, headers=writer | key(), json={"edit": 1, "body": scenario(code)})
        stale = await client.put(draft, headers=writer | key(), json={"edit": 1, "body": scenario(code)})
        sent = await client.post(f"{draft}/submit", headers=writer | key(), json={"edit": 2, "note": "第一版"})
        own = await client.post(f"{draft}/approve", headers=writer | key(), json={"edit": 2})
        waiting = (await client.get(f"{DRAFTS}?state=submitted&kind=scenario&limit=100", headers=leader)).json()
        done = await client.post(f"{draft}/approve", headers=leader | key(), json={"edit": 2})
        guide = await client.get(f"/api/v1/scenarios/{code}")
        answered = await client.post(f"/api/v1/scenarios/{code}/steps", json={"answers": {"first": "no"}})

        assert (made.status_code, made.json()["line"]["state"]) == (201, "draft")
        assert (early.status_code, early.json()["code"]) == (422, "studio.unsound")
        assert (kept.status_code, kept.json()["flaws"]) == (200, [])
        assert (stale.status_code, stale.json()["code"]) == (409, "studio.draft-moved")
        assert (sent.status_code, sent.json()["line"]["state"]) == (200, "submitted")
        assert (own.status_code, own.json()["code"]) == (403, "studio.not-by-editor")
        assert code in {one["code"] for one in waiting["items"]}
        assert (done.status_code, done.json()["line"]["version"]) == (200, 1)
        assert guide.json()["title"]["zh"] == "试办的事"
        assert [one["state"] for one in answered.json()["steps"]] == ["missing", "blocked"]

    async def test_the_same_attempt_twice_is_one_draft(self, client, sign_in):
        headers, code = await sign_in("operator") | key(), new_code()

        answers = [await client.post(DRAFTS, headers=headers, json={"kind": "tag", "code": code}) for _ in range(2)]

        assert answers[0].json() == answers[1].json()
        assert answers[0].status_code == 201


class TestReading:
    async def test_the_list_says_what_counts_and_what_is_open(self, client, sign_in):
        headers = await sign_in("reviewer")
        await client.post(DRAFTS, headers=headers | key(), json={"kind": "tag", "code": "student", "version": 1})

        pages, cursor = [], ""
        while cursor is not None:
            page = (await client.get(f"{DEFINITIONS}?kind=tag&limit=5{cursor}", headers=headers)).json()
            pages += page["items"]
            cursor = f"&cursor={page['nextCursor']}" if page["nextCursor"] else None
        found = {one["code"]: one for one in pages}

        assert len(pages) == len(found) >= 13
        assert (found["elder"]["inForce"], found["elder"]["draft"]) == (1, None)
        assert found["student"]["draft"]["basedOn"] == 1

    async def test_versions_stay_readable(self, client, sign_in):
        headers = await sign_in("leader")

        listed = (await client.get(f"{DEFINITIONS}/tag/elder/versions", headers=headers)).json()["items"]
        one = (await client.get(f"{DEFINITIONS}/tag/elder/versions/1", headers=headers)).json()
        none = await client.get(f"{DEFINITIONS}/tag/elder/versions/9", headers=headers)
        nothing = await client.get(f"{DEFINITIONS}/tag/nothing/versions", headers=headers)

        assert (listed[-1], one["seeded"], one["body"]["zh"]) == (one, True, "老年人（60 岁以上）")
        assert (none.status_code, none.json()["code"]) == (404, "publishing.unknown-version")
        assert (nothing.status_code, nothing.json()["code"]) == (404, "publishing.unknown-definition")

    async def test_what_conditions_may_look_at_has_titles_and_no_hidden_one(self, client, sign_in):
        headers = await sign_in("operator")

        tags = (await client.get(f"{DEFINITIONS}/words?kind=tag", headers=headers)).json()["items"]
        benefits = (await client.get(f"{DEFINITIONS}/words?purpose=benefits", headers=headers)).json()["items"]
        kinds = (await client.get(f"{DEFINITIONS}/events?subject=firm", headers=headers)).json()["items"]

        names = {one["name"] for one in tags}
        assert "person.employmentStatus" in names
        assert not {"person.ethnicGroup", "person.religion", "person.disabilityGrade"} & names
        assert "person.disabilityGrade" in {one["name"] for one in benefits}
        assert {one["subject"] for one in kinds} == {"firm"}


class TestTrial:
    async def test_an_example_sees_the_guide_as_they_would(self, client, sign_in):
        headers, code = await sign_in("operator"), new_code()
        example = (await client.get(f"{DEFINITIONS}/examples", headers=headers)).json()["items"][0]
        wanted = {"kind": "scenario", "body": scenario(code), "facts": example["facts"], "answers": {"first": "no"},
                  "done": ["register"]}  # fmt: skip

        answer = await client.post(f"{DEFINITIONS}/trial", headers=headers, json=wanted)

        found = answer.json()
        assert (answer.status_code, found["verdict"], found["flaws"]) == (200, "met", [])
        assert [one["state"] for one in found["guide"]["steps"]] == ["done", "missing"]

    async def test_a_tag_says_whether_and_why(self, client, sign_in):
        wanted = {"kind": "tag", "body": tag(new_code()), "facts": {"person.employmentStatus": "失业"}}

        found = (await client.post(f"{DEFINITIONS}/trial", headers=await sign_in("operator"), json=wanted)).json()
        wanted["facts"] = {}
        unknown = (await client.post(f"{DEFINITIONS}/trial", headers=await sign_in("operator"), json=wanted)).json()

        assert (found["verdict"], found["guide"]) == ("met", None)
        assert [one["attribute"] for one in found["reasons"]] == ["person.employmentStatus"]
        assert (unknown["verdict"], unknown["missing"]) == ("unknown", ["person.employmentStatus"])

    async def test_what_is_unsound_is_not_tried(self, client, sign_in):
        wanted = {"kind": "scenario", "body": scenario(new_code(), steps=[])}

        found = (await client.post(f"{DEFINITIONS}/trial", headers=await sign_in("operator"), json=wanted)).json()

        assert (found["guide"], [one["code"] for one in found["flaws"]]) == (None, ["no-step"])

    @pytest.mark.parametrize(
        "facts",
        [{"person.religion": "无"}, {"person.birthDate": "昨天"}, {"person.nothing": 1}, {"person.gender": "x"}],
    )
    async def test_a_fact_that_cannot_be_is_refused(self, client, sign_in, facts):
        wanted = {"kind": "tag", "body": tag(new_code()), "facts": facts}

        answer = await client.post(f"{DEFINITIONS}/trial", headers=await sign_in("operator"), json=wanted)

        assert (answer.status_code, answer.json()["code"]) == (422, "profiles.fact-unfit")

    async def test_every_example_can_be_tried(self, client, sign_in):
        headers = await sign_in("operator")
        for subject in ("person", "firm"):
            for one in (await client.get(f"{DEFINITIONS}/examples?subject={subject}", headers=headers)).json()["items"]:
                condition = {"test": "present", "attribute": next(iter(one["facts"]))}
                body = tag(new_code(), subject=subject, condition=condition)
                wanted = {"kind": "tag", "body": body, "facts": one["facts"]}

                answer = await client.post(f"{DEFINITIONS}/trial", headers=headers, json=wanted)

                assert (answer.status_code, answer.json()["verdict"]) == (200, "met"), one["code"]
