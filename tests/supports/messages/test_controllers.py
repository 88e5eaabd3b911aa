"""The inbox over HTTP: one's own and nobody else's."""

from uuid import UUID, uuid4

import pytest

PATH = "/api/v1/messages"


@pytest.fixture
async def parent(sign_in):
    return await sign_in("young-parent")


@pytest.fixture
async def parent_id(client, parent):
    return UUID((await client.get("/api/v1/me", headers=parent)).json()["id"])


async def unread_of(client, headers):
    items = (await client.get(PATH, params={"limit": 100}, headers=headers)).json()["items"]
    return {item["id"] for item in items if item["readAt"] is None}


class TestAnonymous:
    @pytest.mark.parametrize(
        ("method", "path"), [("GET", PATH), ("GET", f"{PATH}/{uuid4()}"), ("POST", f"{PATH}/{uuid4()}/read")]
    )
    async def test_is_refused(self, client, method, path):
        response = await client.request(method, path)

        assert (response.status_code, response.json()["code"]) == (401, "identity.not-signed-in")


class TestList:
    async def test_shows_lines_and_not_whole_messages(self, client, parent, parent_id, make_message):
        sent = await make_message(person_id=parent_id, title="采暖补贴已发放", body="600 元已汇出。\n请留意到账。")

        page = (await client.get(PATH, headers=parent)).json()

        item = page["items"][0]
        assert item.pop("at").endswith("Z")
        assert item == {
            "id": str(sent),
            "title": "采暖补贴已发放",
            "summary": "600 元已汇出。",
            "sender": "兰州市民政局",
            "readAt": None,
        }

    async def test_goes_on_with_the_cursor(self, client, parent, parent_id, make_message):
        sent = [str(await make_message(person_id=parent_id)) for _ in range(3)]

        first = (await client.get(PATH, params={"limit": 2}, headers=parent)).json()
        second = (await client.get(PATH, params={"limit": 1, "cursor": first["nextCursor"]}, headers=parent)).json()

        assert [item["id"] for item in first["items"] + second["items"]] == sent[::-1]

    async def test_an_altered_cursor_is_refused(self, client, parent):
        response = await client.get(PATH, params={"cursor": "AAAAAAAAAAAAAAAA"}, headers=parent)

        assert (response.status_code, response.json()["code"]) == (400, "core.bad-cursor")

    @pytest.mark.parametrize("limit", [0, 101])
    async def test_a_page_has_bounds(self, client, parent, limit):
        assert (await client.get(PATH, params={"limit": limit}, headers=parent)).status_code == 400


class TestRead:
    async def test_shows_body_and_facts(self, client, parent, parent_id, make_message):
        sent = await make_message(person_id=parent_id, body="一\n二")

        message = (await client.get(f"{PATH}/{sent}", headers=parent)).json()

        assert (message["body"], message["facts"]) == ("一\n二", [])

    async def test_another_persons_message_looks_like_none(self, client, sign_in, parent_id, make_message):
        sent, elder = await make_message(person_id=parent_id), await sign_in("elder")

        theirs = await client.get(f"{PATH}/{sent}", headers=elder)
        none = await client.get(f"{PATH}/{uuid4()}", headers=elder)

        assert theirs.status_code == none.status_code == 404
        assert theirs.json()["code"] == none.json()["code"] == "messages.not-found"

    async def test_what_is_no_id_is_not_there(self, client, parent):
        assert (await client.get(f"{PATH}/not-an-id", headers=parent)).status_code == 404


class TestMarkRead:
    async def test_marks_once_and_says_so_again(self, client, parent, parent_id, make_message):
        sent = str(await make_message(person_id=parent_id))
        assert sent in await unread_of(client, parent)

        answers = [await client.post(f"{PATH}/{sent}/read", headers=parent) for _ in range(2)]

        assert [(answer.status_code, answer.content) for answer in answers] == [(204, b""), (204, b"")]
        assert sent not in await unread_of(client, parent)

    async def test_the_same_key_again_is_the_same_answer(self, client, parent, parent_id, make_message):
        sent, key = await make_message(person_id=parent_id), {"idempotency-key": str(uuid4())}

        answers = [await client.post(f"{PATH}/{sent}/read", headers=parent | key) for _ in range(2)]

        assert {answer.status_code for answer in answers} == {204}

    async def test_the_same_key_for_another_message_is_refused(self, client, parent, parent_id, make_message):
        sent, key = [await make_message(person_id=parent_id) for _ in range(2)], {"idempotency-key": str(uuid4())}

        answers = [await client.post(f"{PATH}/{one}/read", headers=parent | key) for one in sent]

        assert [answer.status_code for answer in answers] == [204, 409]
        assert str(sent[1]) in await unread_of(client, parent)

    async def test_another_persons_message_stays_unread(self, client, sign_in, parent, parent_id, make_message):
        sent, elder = await make_message(person_id=parent_id), await sign_in("elder")

        response = await client.post(f"{PATH}/{sent}/read", headers=elder)

        assert (response.status_code, response.json()["code"]) == (404, "messages.not-found")
        assert str(sent) in await unread_of(client, parent)
