"""The search of a process: fresh after a publication, and over HTTP open to everyone."""

import asyncio

import pytest

from backend.core import database
from backend.services.items import search, service
from backend.services.items.memory import MEMORY
from tests.services.items.asking import code_of

PATH = "/api/v1/items/search"
SUGGEST = "/api/v1/items/suggest"
RENAME = """
    update items_version set name = $2::text, body = jsonb_set(body, '{name}', to_jsonb($2::text))
    where kind = 'item' and code = $1 and state = 'published'
"""
REVISE = "update items_revision set revision = revision + 1"


@pytest.fixture
async def fresh(database_url):
    search.forget()
    MEMORY.clear()
    yield
    search.forget()
    MEMORY.clear()


async def rename(code, name):
    await database.execute(RENAME, code, name)
    await database.execute(REVISE)
    MEMORY.clear()


async def eventually(question):
    for _ in range(200):
        if answer := await question():
            return answer
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come")


async def named(name):
    return [hit for hit in await service.search(name, limit=1) if hit.name == name]


class TestSearch:
    async def test_finds_by_everyday_words_and_says_so(self, fresh):
        hits = await service.search("娃娃上户口", limit=5)

        assert hits[0].basic_code == code_of("出生登记（申报户口）")
        assert hits[0].said
        assert "newborn" in hits[0].bundles

    async def test_shows_what_the_list_shows(self, fresh):
        hit = (await service.search("结婚登记", limit=1))[0]

        assert (hit.name, hit.sector, hit.case_kind) == ("结婚登记", "婚姻", "1")
        assert len(hit.about) > 10
        assert hit.promised_limit.amount == 1
        assert "马上办" in hit.handling_forms
        assert hit.evidence == "recalled"

    async def test_only_what_the_place_has(self, fresh):
        everywhere = {hit.basic_code for hit in await service.search("人民调解", limit=20)}
        prefecture = {hit.basic_code for hit in await service.search("人民调解", region_code="620100", limit=20)}

        assert code_of("人民调解申请") in everywhere
        assert code_of("人民调解申请") not in prefecture

    async def test_many_first_questions_build_one_index(self, fresh):
        answers = await asyncio.gather(*(service.search("护照", limit=1) for _ in range(8)))

        assert len({id(kept.index) for kept in search._kept}) == 1
        assert all(answer == answers[0] for answer in answers)

    async def test_a_publication_is_found_soon_and_the_old_index_serves_meanwhile(self, fresh):
        code = code_of("养犬登记")
        await service.search("养犬", limit=1)
        try:
            await rename(code, "麒麟饲养登记")
            meanwhile = await service.search("养犬登记", limit=5)
            hits = await eventually(lambda: named("麒麟饲养登记"))
        finally:
            await rename(code, "养犬登记")

        assert code in [hit.basic_code for hit in meanwhile]
        assert (hits[0].basic_code, hits[0].name) == (code, "麒麟饲养登记")


class TestSuggest:
    async def test_completes_while_it_is_typed(self, fresh):
        for typed in ("结婚", "结婚登", "jieh", "jiehun", "jhd"):
            assert code_of("结婚登记") in [one.basic_code for one in await service.suggest(typed, limit=8)], typed

    async def test_says_what_an_item_is_done_together_with(self, fresh):
        first = (await service.suggest("开公司", limit=8))[0]

        assert first.name == "公司设立登记"
        assert "firm-set-up" in first.bundles

    async def test_names_the_everyday_word_that_fits(self, fresh):
        first = (await service.suggest("上户", limit=8))[0]

        assert first.text == "上户口"
        assert first.name == "出生登记（申报户口）"


class TestOverHttp:
    async def test_anyone_may_search(self, client, fresh):
        response = await client.get(PATH, params={"q": "结婚", "regionCode": "620102", "audience": "1", "limit": 3})

        answer = response.json()
        assert response.status_code == 200
        assert len(answer["items"]) == 3
        assert "结婚登记" in [one["name"] for one in answer["items"]]
        assert answer["nextCursor"] is None

    async def test_anyone_is_helped_while_typing(self, client, fresh):
        response = await client.get(SUGGEST, params={"q": "shengyu"})

        assert response.status_code == 200
        assert response.json()["items"][0].keys() == {"text", "basicCode", "name", "bundles"}

    async def test_an_unchanged_answer_costs_nothing(self, client, fresh):
        first = await client.get(PATH, params={"q": "护照"})

        second = await client.get(PATH, params={"q": "护照"}, headers={"if-none-match": first.headers["etag"]})

        assert (second.status_code, second.content) == (304, b"")

    @pytest.mark.parametrize("path", [PATH, SUGGEST])
    @pytest.mark.parametrize("text", [" ", "👶", "%", "'--"])
    async def test_without_a_word_the_list_is_empty(self, client, fresh, path, text):
        response = await client.get(path, params={"q": text})

        assert (response.status_code, response.json()["items"]) == (200, [])

    @pytest.mark.parametrize("path", [PATH, SUGGEST])
    @pytest.mark.parametrize(
        "params",
        [
            {},
            {"q": ""},
            {"q": "户" * 201},
            {"q": "a" * 10_000},
            {"q": "户\x00口"},
            {"q": "户口", "limit": 0},
            {"q": "户口", "limit": 101},
            {"q": "户口", "audience": "7"},
            {"q": "户口", "regionCode": "62'--"},
        ],
    )
    async def test_what_is_no_question_is_refused(self, client, fresh, path, params):
        response = await client.get(path, params=params)

        assert response.status_code == 400
        assert response.json()["code"]

    @pytest.mark.parametrize("path", [PATH, SUGGEST])
    async def test_a_place_that_is_none_is_refused(self, client, fresh, path):
        response = await client.get(path, params={"q": "户口", "regionCode": "629999"})

        assert (response.status_code, response.json()["code"]) == (404, "regions.unknown-region")

    @pytest.mark.parametrize("text", ["' or 1=1 --", "; drop table items_version", "a", "口", "../../etc/passwd"])
    async def test_anything_else_is_only_words(self, client, fresh, text):
        assert (await client.get(PATH, params={"q": text})).status_code == 200
