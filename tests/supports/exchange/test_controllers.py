"""The access history over HTTP: what is about me and mine, whoever caused it, and nothing else."""

import csv
import io
import json
from contextlib import suppress
from uuid import UUID, uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.errors import Refusal
from backend.demo.personas import BY_ID
from backend.identity.consents.structs import Bilingual
from backend.identity.people import service as people
from backend.identity.people.structs import Capacity
from backend.supports.exchange import ports, service
from backend.supports.exchange.structs import Entries, PersonEntry
from tests.identity.conftest import new_person, signed
from tests.supports.exchange.conftest import CODE, DEPARTMENT, firm_of, new_case, person, reader

PATH = "/api/v1/me/access-history"
QUESTION = {"text": "为什么查询我的信息？"}


@pytest.fixture
def make_family(database_url):
    """A mother with a minor child and a husband in the register; the parents are enrolled."""

    async def make():
        mother, father = new_person(name="何静"), new_person(name="何父")
        ids = [await people.enrol(mother), await people.enrol(father)]
        usual = {
            "ethnic_group": "汉", "region_code": "620102", "as_of": mother.birth_date, "source": "测试",
            "evidence": "invented", "gender": "2",
        }  # fmt: skip
        child = uuid4()
        await service.fill(
            Entries(
                people=[
                    PersonEntry(id=ids[0], name=mother.name, number=mother.number, birth_date=mother.birth_date,
                                spouse_id=ids[1], **usual),
                    PersonEntry(id=ids[1], name=father.name, number=father.number, birth_date=father.birth_date,
                                spouse_id=ids[0], **usual),
                    PersonEntry(id=child, name="何苗", birth_date=mother.birth_date.replace(year=2020),
                                mother_id=ids[0], father_id=ids[1], birth_certificate="X1", **usual),
                ]
            )
        )  # fmt: skip
        return ids[0], ids[1], child

    return make


@pytest.fixture
def session_of(start_session):
    """The headers of a new session."""

    async def started(person_id):
        return signed(await start_session(person_id))

    return started


async def history(phone, headers, **query):
    answer = await phone.get(PATH, params={"limit": 100} | query, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


class TestAnonymous:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", PATH),
            ("GET", f"{PATH}/export"),
            ("POST", f"{PATH}/{uuid4()}/questions"),
            ("GET", "/api/v1/me/children"),
        ],
    )
    async def test_is_refused(self, client, method, path):
        answer = await client.request(method, path, json=QUESTION if method == "POST" else None)

        assert (answer.status_code, answer.json()["code"]) == (401, "identity.not-signed-in")


class TestHistory:
    async def test_says_who_read_what_and_why(self, client, make_family, session_of):
        mother, _, _ = await make_family()
        case = new_case()
        await service.facts(subject=person(mother), names=["person.name"], reader=reader(case_ref=case))

        (entry,) = await history(client, await session_of(mother))

        assert UUID(entry.pop("id")).version == 7
        assert entry.pop("at").endswith("Z")
        assert entry == {
            "kind": "register",
            "outcome": "read",
            "reason": None,
            "recipient": DEPARTMENT,
            "purpose": CODE,
            "purposeText": {"zh": "办理“高龄津贴”", "en": "Old-age allowance"},
            "basis": {
                "kind": "statutory",
                "text": {"zh": service.CLAUSES["pipl-13-3"].zh, "en": service.CLAUSES["pipl-13-3"].en},
                "id": None,
                "clause": "pipl-13-3",
            },
            "facts": [{"name": "person.name", "title": {"zh": "姓名", "en": "Name"}}],
            "about": [{"kind": "person", "id": str(mother), "relation": "self", "name": None}],
            "byMe": False,
            "caseRef": case,
            "questions": [],
        }

    async def test_shows_denied_failed_and_abandoned_reads(self, client, make_family, session_of, monkeypatch):
        mother, _, _ = await make_family()
        with suppress(Refusal):
            await service.facts(subject=person(mother), names=["person.name"], reader=reader(basis="because"))
        with suppress(ZeroDivisionError):
            async with database.transaction():
                await service.facts(subject=person(mother), names=["person.name"], reader=reader())
                raise ZeroDivisionError
        headers = await session_of(mother)

        class Away:
            async def read(self, *_key, **_which):
                raise OSError

        with monkeypatch.context() as patch:
            away = msgspec.structs.replace(ports.registers(), population=Away())
            patch.setattr(ports._Bound, "registers", away)
            with suppress(Refusal):
                await service.facts(subject=person(mother), names=["person.name"], reader=reader())

        assert [(one["outcome"], one["reason"]) for one in await history(client, headers)] == [
            ("failed", "exchange.register-away"),
            ("abandoned", None),
            ("denied", "exchange.unknown-basis"),
        ]

    async def test_of_a_child_is_seen_by_both_parents(self, client, make_family, session_of):
        mother, father, child = await make_family()
        await service.facts(subject=person(child), names=["person.name", "mother.name"], reader=reader())

        for parent in (mother, father):
            (entry,) = await history(client, await session_of(parent))
            assert {"kind": "person", "id": str(child), "relation": "child", "name": "何苗"} in entry["about"]
            assert "person.name" in [fact["name"] for fact in entry["facts"]]

    async def test_of_a_spouse_shows_the_spouse_their_own_facts_only(self, client, make_family, session_of):
        mother, father, _ = await make_family()
        names = ["person.name", "person.address", "spouse.name", "spouse.idNumber"]
        await service.facts(subject=person(mother), names=names, reader=reader(case_ref=new_case()))

        (entry,) = await history(client, await session_of(father))

        assert [fact["name"] for fact in entry["facts"]] == ["spouse.name", "spouse.idNumber"]
        assert entry["caseRef"] is None
        assert entry["about"] == [{"kind": "person", "id": str(father), "relation": "self", "name": None}]
        assert (await history(client, await session_of(mother)))[0]["caseRef"]

    async def test_of_a_firm_is_seen_by_its_legal_person(self, client, sign_in):
        body, case = await firm_of("trader"), new_case()
        agent = await people.enrol(new_person())
        await people.join(agent, organisation_id=body.id, capacity=Capacity.AGENT)
        await service.facts(subject=body, names=["firm.name"], reader=reader(case_ref=case))

        entry = (await history(client, await sign_in("trader")))[0]

        assert entry["caseRef"] == case
        assert entry["about"] == [
            {"kind": "organisation", "id": str(body.id), "relation": "firm", "name": BY_ID["trader"].firm}
        ]

    async def test_shows_nothing_of_others(self, client, make_family, session_of):
        mother, _, child = await make_family()
        await service.facts(subject=person(mother), names=["person.name"], reader=reader())
        await service.facts(subject=person(child), names=["person.name"], reader=reader())
        stranger = await people.enrol(new_person())

        assert await history(client, await session_of(stranger)) == []

    async def test_ones_own_taps_are_told_apart(self, client, make_family, session_of):
        mother, _, _ = await make_family()
        headers = await session_of(mother)
        await service.facts(subject=person(mother), names=["person.name"], reader=reader(actor_id=mother))
        await client.get("/api/v1/me/children", headers=headers)

        own, mine = await history(client, headers)

        assert (own["byMe"], own["basis"]["kind"], own["recipient"]) == (True, "own", "本人")
        assert (mine["byMe"], mine["basis"]["kind"]) == (True, "statutory")

    async def test_pages_lose_and_repeat_nothing(self, client, make_family, session_of):
        mother, _, _ = await make_family()
        headers = await session_of(mother)
        for _ in range(5):
            await service.facts(subject=person(mother), names=["person.name", "child.name"], reader=reader())
        everything = [one["id"] for one in await history(client, headers)]

        seen, cursor = [], None
        while True:
            query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
            page = (await client.get(PATH, params=query, headers=headers)).json()
            seen += [one["id"] for one in page["items"]]
            if (cursor := page["nextCursor"]) is None:
                break

        assert seen == everything == sorted(everything, reverse=True)
        assert len(set(seen)) == 5

    async def test_a_cursor_of_somebody_else_is_refused(self, client, make_family, session_of):
        mother, father, _ = await make_family()
        for _ in range(2):
            await service.facts(subject=person(mother), names=["person.name"], reader=reader())
        page = await client.get(PATH, params={"limit": 1}, headers=await session_of(mother))

        answer = await client.get(PATH, params={"cursor": page.json()["nextCursor"]}, headers=await session_of(father))

        assert (answer.status_code, answer.json()["code"]) == (400, "core.bad-cursor")

    @pytest.mark.parametrize("query", ["limit=0", "limit=101", "cursor=x"])
    async def test_bounds_hold(self, client, sign_in, query):
        assert (await client.get(f"{PATH}?{query}", headers=await sign_in("elder"))).status_code == 400

    async def test_is_away_when_the_register_is(self, client, sign_in, monkeypatch):
        class Away:
            async def id_of(self, _key):
                raise OSError

        monkeypatch.setattr(ports._Bound, "registers", msgspec.structs.replace(ports.registers(), population=Away()))
        answer = await client.get(PATH, headers=await sign_in("elder"))

        assert (answer.status_code, answer.json()["code"]) == (503, "exchange.register-away")
        assert answer.headers["retry-after"]


class TestExport:
    async def test_as_json_is_what_the_list_shows(self, client, make_family, session_of):
        mother, _, _ = await make_family()
        headers = await session_of(mother)
        await service.facts(subject=person(mother), names=["person.name"], reader=reader())

        answer = await client.get(f"{PATH}/export", params={"format": "json"}, headers=headers)

        assert answer.headers["content-disposition"] == 'attachment; filename="access-history.json"'
        exported = json.loads(answer.content)
        assert exported["items"] == await history(client, headers)
        assert exported["complete"] is True

    async def test_as_csv_has_one_line_a_read_and_no_formula(self, client, make_family, session_of):
        mother, _, _ = await make_family()
        evil = Bilingual(zh='=HYPERLINK("http://x.example")', en="=1+1")
        await service.facts(
            subject=person(mother), names=["person.name"], reader=reader(purpose_text=evil, case_ref="@SUM(A1)")
        )
        headers = await session_of(mother)
        (entry,) = await history(client, headers)
        await client.post(f"{PATH}/{entry['id']}/questions", json={"text": "-2+3\n=1"}, headers=headers)

        answer = await client.get(f"{PATH}/export", headers=headers)

        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.content.startswith(b"\xef\xbb\xbf")
        headings, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert len(headings) == len(row)
        assert '\'=HYPERLINK("http://x.example")' in row
        assert "'@SUM(A1)" in row
        assert "'-2+3 =1" in row

    async def test_is_audited(self, client, make_family, session_of):
        mother, _, _ = await make_family()
        await client.get(f"{PATH}/export", headers=await session_of(mother))

        rows = await database.fetch(
            "select leaf from core_audit_leaf where about = $1 "
            "union all select leaf from core_audit_entry where about = $1",
            mother,
        )
        assert "exchange.history-exported" in [msgspec.json.decode(row["leaf"])["action"] for row in rows]

    async def test_knows_two_formats(self, client, sign_in):
        answer = await client.get(f"{PATH}/export", params={"format": "exe"}, headers=await sign_in("elder"))

        assert answer.status_code == 400


class TestAsk:
    @pytest.fixture
    async def mine(self, client, make_family, session_of):
        """A read about a mother: her headers, the father's, and the read's id."""
        mother, father, _ = await make_family()
        await service.facts(subject=person(mother), names=["person.name"], reader=reader())
        headers = await session_of(mother)
        (entry,) = await history(client, headers)
        return headers, await session_of(father), entry["id"]

    async def test_is_kept_beside_the_read(self, client, mine):
        headers, _, read = mine

        answer = await client.post(f"{PATH}/{read}/questions", json=QUESTION, headers=headers)

        assert answer.status_code == 201
        (entry,) = await history(client, headers)
        assert entry["questions"] == [answer.json()]
        assert answer.json()["text"] == QUESTION["text"]

    async def test_the_same_key_asks_once(self, client, mine):
        headers, _, read = mine
        key = {"idempotency-key": str(uuid4())}

        answers = [
            await client.post(f"{PATH}/{read}/questions", json=QUESTION, headers=headers | key) for _ in range(2)
        ]

        assert answers[0].json() == answers[1].json()
        assert len((await history(client, headers))[0]["questions"]) == 1

    async def test_about_somebody_elses_is_not_there(self, client, mine):
        _, other, read = mine

        for access in (read, uuid4()):
            answer = await client.post(f"{PATH}/{access}/questions", json=QUESTION, headers=other)
            assert (answer.status_code, answer.json()["code"]) == (404, "exchange.access-not-found")

    async def test_more_than_three_are_too_many(self, client, mine):
        headers, _, read = mine

        answers = [await client.post(f"{PATH}/{read}/questions", json=QUESTION, headers=headers) for _ in range(4)]

        assert [one.status_code for one in answers] == [201, 201, 201, 429]
        assert answers[3].json()["params"] == {"most": 3}

    @pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": "   "}, {"text": "问" * 501}, QUESTION | {"x": 1}])
    async def test_what_cannot_be_read_is_refused(self, client, mine, body):
        headers, _, read = mine

        assert (await client.post(f"{PATH}/{read}/questions", json=body, headers=headers)).status_code == 400


class TestChildren:
    async def test_are_mine(self, client, sign_in):
        answer = await client.get("/api/v1/me/children", headers=await sign_in("young-parent"))

        assert [(one["name"], one["isMinor"]) for one in answer.json()["items"]] == [("李小芽", True), ("李禾苗", True)]

    async def test_limit_holds(self, client, sign_in):
        headers = await sign_in("young-parent")

        assert len((await client.get("/api/v1/me/children?limit=1", headers=headers)).json()["items"]) == 1
