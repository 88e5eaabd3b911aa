"""The inbox loses nothing, doubles nothing, and changes nothing but whether it was read."""

from contextlib import suppress
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core import attempts, database, jobs
from backend.core.ids import new_id
from backend.core.pages import LATEST, BadCursor
from backend.supports.messages import queries, service
from backend.supports.messages.errors import MessageNotFound
from backend.supports.messages.structs import MessageFact, MessageSent, SendMessage


def attempt(key=None):
    return attempts.Attempt(caller=f"test:{uuid4()}", key=key, request_hash=b"x")


async def leaves_about(person_id):
    rows = await database.fetch(
        """
        select leaf from core_audit_leaf where about = $1
        union all select leaf from core_audit_entry where about = $1
        """,
        person_id,
    )
    return [msgspec.json.decode(row["leaf"]) for row in rows]


class TestSendAll:
    async def test_each_is_a_message_of_its_own_with_its_leaf(self, database_url):
        people = [uuid4() for _ in range(3)]
        facts = [MessageFact(label="金额", value="600.00 元")]
        commands = [
            SendMessage(person_id=one, sender="兰州市民政局", title="补贴", body="第一行\n第二行", facts=facts)
            for one in people
        ]

        for _ in range(2):  # the second time sends nothing
            await service.send_all(commands)

        for person, command in zip(people, commands, strict=True):
            (summary,) = (await service.inbox(person, limit=10)).items
            message = await service.read_one(command.id, person_id=person)
            assert (summary.id, summary.summary) == (command.id, "第一行")
            assert (message.body, message.facts) == ("第一行\n第二行", facts)
            assert [one["action"] for one in await leaves_about(person)] == ["messages.sent"]

    async def test_what_is_rolled_back_was_never_sent(self, database_url):
        person = uuid4()
        command = SendMessage(person_id=person, sender="甲", title="题", body="文")

        with suppress(ValueError):
            async with database.transaction():
                await service.send_all([command])
                raise ValueError

        assert (await service.inbox(person, limit=10)).items == []

    async def test_nobody_at_all_is_fine(self, database_url):
        await service.send_all([])


class TestReadMarks:
    async def test_names_those_that_were_read(self, make_message):
        person = uuid4()
        read, unread = await make_message(person_id=person), await make_message(person_id=person)
        await service.mark_read(read, person_id=person, attempt=attempt())

        marks = await service.read_marks([read, unread, uuid4()])

        assert list(marks) == [read]
        assert await service.read_marks([]) == {}


class TestSend:
    async def test_what_was_sent_is_what_is_read(self, make_message):
        person = uuid4()
        facts = [MessageFact(label="金额", value="600.00 元")]

        sent = await make_message(person_id=person, title="补贴到账", body="第一行\n\n第三行", facts=facts)

        message = await service.read_one(sent, person_id=person)
        assert (message.title, message.body, message.facts) == ("补贴到账", "第一行\n\n第三行", facts)
        assert (message.sender, message.summary, message.read_at) == ("兰州市民政局", "第一行", None)

    async def test_the_same_sending_again_sends_nothing(self, make_message):
        person, sending = uuid4(), new_id()

        first = await make_message(person_id=person, id=sending)
        second = await make_message(person_id=person, id=sending, title="另一个标题")

        inbox = await service.inbox(person, limit=10)
        assert first == second == sending
        assert [message.title for message in inbox.items] == ["采暖补贴已受理"]
        assert len(await leaves_about(person)) == 1

    async def test_goes_with_the_callers_transaction(self, make_message):
        person = uuid4()

        with suppress(RolledBack):
            async with database.transaction():
                await make_message(person_id=person)
                raise RolledBack

        assert (await service.inbox(person, limit=10)).items == []
        assert await leaves_about(person) == []

    async def test_leaves_an_audit_entry_without_a_word_of_the_message(self, make_message):
        person = uuid4()

        sent = await make_message(person_id=person, app_id="heating_subsidy", title="秘密标题")

        [leaf] = await leaves_about(person)
        assert (leaf["action"], leaf["actor"]) == ("messages.sent", "mini-app:heating_subsidy")
        assert leaf["subject"] == f"message:{sent}"
        assert "秘密" not in str(leaf)

    async def test_tells_who_listens_once(self, make_message, monkeypatch):
        async def knock(_event: MessageSent) -> None: ...

        job = f"test.knock-{uuid4()}"
        monkeypatch.setitem(jobs._subscribers, MessageSent, [jobs.Subscriber(job, MessageSent, knock)])
        person, sending = uuid4(), new_id()

        await make_message(person_id=person, id=sending)
        await make_message(person_id=person, id=sending)

        queued = await database.fetch("delete from pgqueuer where entrypoint = $1 returning payload", job)
        [payload] = [msgspec.json.decode(row["payload"]) for row in queued]
        assert payload["event"] == {"message_id": str(sending), "person_id": str(person)}

    @given(body=st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=300))
    def test_a_summary_is_one_short_line_out_of_the_body(self, body):
        summary = service._summary(body)

        assert len(summary) <= service.SUMMARY_MOST
        assert "\n" not in summary
        assert summary.removesuffix("…") in body
        assert bool(summary) == bool(body.strip())


class TestInbox:
    @settings(max_examples=25, deadline=None)
    @given(data=st.data(), waiting=st.integers(0, 12), size=st.integers(1, 5), same_moment=st.booleans())
    async def test_no_message_is_lost_or_doubled_while_new_ones_arrive(
        self, database_url, data, waiting, size, same_moment
    ):
        person = uuid4()
        before = [await service.send(a_message_to(person)) for _ in range(waiting)]
        if same_moment:
            await database.execute("update messages_message set sent_at = now() where person_id = $1", person)
        seen, arrived, cursor = [], set(), None

        while True:
            page = await service.inbox(person, limit=size, cursor=cursor)
            seen += page.items
            arrived |= {await service.send(a_message_to(person)) for _ in range(data.draw(st.integers(0, 2)))}
            if (cursor := page.next_cursor) is None:
                break

        assert sorted(message.id for message in seen) == sorted(before)
        assert [(message.at, message.id) for message in seen] == sorted(
            ((message.at, message.id) for message in seen), reverse=True
        )
        again = await service.inbox(person, limit=100)
        assert {message.id for message in again.items} == arrived | set(before)

    async def test_the_newest_comes_first(self, make_message):
        person = uuid4()
        sent = [await make_message(person_id=person) for _ in range(3)]

        inbox = await service.inbox(person, limit=3)

        assert [message.id for message in inbox.items] == sent[::-1]
        assert inbox.next_cursor is None

    async def test_a_cursor_of_another_inbox_is_refused(self, make_message):
        mine, yours = uuid4(), uuid4()
        for _ in range(2):
            await make_message(person_id=mine)
        cursor = (await service.inbox(mine, limit=1)).next_cursor

        with pytest.raises(BadCursor):
            await service.inbox(yours, limit=1, cursor=cursor)

    async def test_order_and_count_come_from_indexes_however_many_there_are(self, database_url):
        inbox, unread = await plans_in_a_full_table()

        assert "messages_message_inbox" in inbox
        assert "Sort" not in inbox
        assert "messages_message_unread" in unread
        assert "Seq Scan" not in inbox + unread


class TestReading:
    async def test_the_first_reading_counts(self, make_message):
        person = uuid4()
        sent = await make_message(person_id=person)

        await service.mark_read(sent, person_id=person, attempt=attempt())
        first = (await service.read_one(sent, person_id=person)).read_at
        await service.mark_read(sent, person_id=person, attempt=attempt())

        assert first is not None
        assert (await service.read_one(sent, person_id=person)).read_at == first
        assert [leaf["action"] for leaf in await leaves_about(person)].count("messages.read") == 1

    async def test_only_unread_messages_are_counted(self, make_message):
        person = uuid4()
        sent = [await make_message(person_id=person) for _ in range(3)]

        await service.mark_read(sent[0], person_id=person, attempt=attempt())

        assert await service.unread_count(person) == 2
        assert await service.unread_count(uuid4()) == 0

    async def test_looking_at_a_message_does_not_mark_it(self, make_message):
        person = uuid4()
        sent = await make_message(person_id=person)

        await service.read_one(sent, person_id=person)

        assert await service.unread_count(person) == 1

    async def test_somebody_elses_message_is_not_there(self, make_message):
        person = uuid4()
        sent = await make_message(person_id=person)

        with pytest.raises(MessageNotFound):
            await service.read_one(sent, person_id=uuid4())
        with pytest.raises(MessageNotFound):
            await service.mark_read(sent, person_id=uuid4(), attempt=attempt())

        assert await service.unread_count(person) == 1

    async def test_what_never_was_is_not_there(self, database_url):
        with pytest.raises(MessageNotFound):
            await service.mark_read(new_id(), person_id=uuid4(), attempt=attempt())


def a_message_to(person: UUID) -> SendMessage:
    return SendMessage(person_id=person, sender="兰州市民政局", title="通知", body="内容")


class RolledBack(Exception):
    """Ends a transaction whose work must not stay."""


async def plans_in_a_full_table():
    """How PostgreSQL would answer with 20,000 messages of 200 people; nothing of them is kept."""
    plans = []
    with suppress(RolledBack):
        async with database.transaction():
            await database.execute(
                """
                insert into messages_message (id, person_id, sender, title, causal_id, sent_at, read_at)
                select gen_random_uuid(), ('00000000-0000-4000-8000-' || lpad((n % 200)::text, 12, '0'))::uuid,
                    'x', 'x', 'x', now() - make_interval(secs => n), case when n % 10 > 0 then now() end
                from generate_series(1, 20000) n
                """
            )
            await database.execute("analyze messages_message")
            one = UUID("00000000-0000-4000-8000-000000000007")
            for sql, arguments in ((queries.INBOX, (one, *LATEST, 20)), (queries.UNREAD, (one,))):
                lines = await database.fetch(f"explain {sql}", *arguments)
                plans.append("\n".join(line[0] for line in lines))
            raise RolledBack
    return plans
