"""The reckoning finds what it is there for: each fault is planted into a town where all is well, found, and taken back."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import pytest

from tests.chaos import behind
from tests.chaos.case_kills import acknowledged
from tests.chaos.case_lives import Life, Said, Town, at_a_window, for_a_newborn, on_a_phone
from tests.chaos.case_reckoning import faults, in_the_end

CASE = "(select id from cases_case where state = 'concluded' and bundle_id is null order by id limit 1)"
LETTER = f"(select id from messages_message where facts->0->>'value' = (select number from cases_case where id = {CASE}) limit 1)"
COPY = """
    insert into {table} select (jsonb_populate_record(null::{table}, to_jsonb(one) || {change})).* from {table} one
    where id = {which}
"""
NEW_ID = "jsonb_build_object('id', gen_random_uuid())"
# What is planted, and a word of the fault that must be found.
PLANTS = {
    "a case without content": (f"delete from cases_content where id = {CASE}", "no content"),
    "a case that moved without a trail": (
        f"update cases_case set state = 'accepted', ended_at = null, version = version + 1 where id = {CASE}", "of version"),
    "a trail without its case's move": (
        f"update cases_case set version = version - 1 where id = {CASE}", "of version"),
    "a second decision": (
        COPY.format(table="cases_step", change=f"{NEW_ID} || '{{\"round\": 9}}'",
                    which=f"(select id from cases_step where kind = 'decision' and case_id = {CASE})"), "of kind decision"),
    "a lost decision": (
        f"delete from cases_step where kind = 'decision' and case_id = {CASE}", "of kind decision"),
    "a proposal open after the decision": (
        "update cases_step set ended_at = null, ended_by = null where kind = 'proposal'", "open proposals"),
    "a lost hand-over": (
        """delete from cases_step where id = (select min(id::text)::uuid from cases_step where kind = 'hand-over')""",
        "of kind hand-over"),
    "a second letter": (COPY.format(table="messages_message", change=NEW_ID, which=LETTER), "letters"),
    "a lost letter": (f"delete from messages_message where id = {LETTER}", "letters"),
    "a second leaf": (
        f"""insert into core_audit_leaf (id, leaf) select gen_random_uuid(),
            convert_to(json_build_object('action', 'cases.submit', 'subject', 'case:' || {CASE})::text, 'utf8')""",
        "leaves"),
    "a count too many": (
        f"""insert into cases_tally (id, unit_id, state, cases)
            select gen_random_uuid(), unit_id, state, 1 from cases_case where id = {CASE}""", "counted"),
    "a draft handed in without a case": (
        "update cases_draft set case_id = gen_random_uuid() where case_id is not null", "draft handed in without"),
    "an attempt without an answer": (
        "insert into core_attempt (id, request_hash) values ('planted', 'x')", "without an answer"),
    "a forgotten attempt": ("delete from core_attempt", "0 attempts"),
    "a job left": (
        """insert into pgqueuer (priority, status, entrypoint, payload) select 0, 'queued', 'cases.bundle-follows',
            convert_to(json_build_object('event', json_build_object('case_id', id, 'version', 1))::text, 'utf8')
            from cases_case where bundle_id is not null limit 1""", "left"),
    "a job lost": (
        """delete from core_handled where job_id = (
            select min(job_id::text)::uuid from core_handled where name = 'cases.bundle-follows')""", "steps tell"),
    "a bundle that does not follow": ("update cases_bundle_part set case_version = 1 where case_version > 1", "not followed"),
    "a case that no part knows": (
        "update cases_bundle_part set case_id = gen_random_uuid() where case_id is not null", "0 parts: case"),
}  # fmt: skip

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Lived:
    """A town where cases went well, the journal of it, and a connection in a transaction that is rolled back."""

    town: Town
    said: list[Said]
    connection: Any


@pytest.fixture(scope="module")
async def said(town: Town) -> list[Said]:
    """One life of each kind; the worker has done its part."""
    journal: list[Said] = []
    for life in (at_a_window(town), on_a_phone(town, town.residents[0]), for_a_newborn(town)):
        await _lived(town, life, journal)
    assert await in_the_end(town, journal) == []
    return journal


@pytest.fixture
async def lived(town: Town, said: list[Said]) -> AsyncIterator[Lived]:
    """Nothing that a test plants stays."""
    connection = await behind.connected(town.product)
    transaction = connection.transaction()
    await transaction.start()
    try:
        yield Lived(town, said, connection)
    finally:
        await transaction.rollback()
        await connection.close()


@pytest.mark.parametrize("plant", PLANTS)
async def test_finds_what_is_planted(lived: Lived, plant: str):
    sql, word = PLANTS[plant]

    touched = await lived.connection.execute(sql)

    found = await faults(lived.connection, lived.said, heard=lived.town.heard, worked_off=True)
    assert int(touched.split()[-1]) > 0
    assert any(word in one for one in found), found


async def test_finds_an_answer_that_names_another_case(lived: Lived):
    wrong = [replace(lived.said[0], case=lived.said[0].case | {"id": str(uuid4())}), *lived.said[1:]]

    found = await faults(lived.connection, wrong, heard=lived.town.heard, worked_off=True)

    assert any("answered as" in one for one in found)


async def test_finds_a_repeat_that_was_answered_otherwise(lived: Lived):
    one, other = lived.said[0], next(said for said in lived.said if said.write.name == "submit")

    found = await faults(
        lived.connection, [*lived.said, replace(one, case=other.case)], heard=lived.town.heard, worked_off=True
    )

    assert any("times acknowledged" in said for said in found)


async def _lived(town: Town, life: Life, journal: list[Said]) -> None:
    write = await anext(life)
    while True:
        answer = await acknowledged(town.product.url, write)
        journal.append(Said(write, answer))
        try:
            write = await life.asend(answer)
        except StopAsyncIteration:
            return
