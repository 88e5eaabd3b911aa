"""Leaves stand in the transaction of what they tell of, or nowhere."""

from uuid import uuid4

import pytest

from backend.core import database
from backend.core.audit import log


class TestRecordAll:
    async def test_each_has_a_leaf_about_its_person(self, database_url):
        facts = [(f"thing:{uuid4()}", uuid4()) for _ in range(3)]

        async with database.transaction():
            await log.record_all(action="test.done", actor="system", facts=facts)

        for subject, about in facts:
            rows = await database.fetch(
                "select leaf from core_audit_leaf where about = $1 "
                "union all select leaf from core_audit_entry where about = $1",
                about,
            )
            assert [f'"subject":"{subject}"'.encode() in bytes(row["leaf"]) for row in rows] == [True]

    async def test_outside_a_transaction_it_is_refused(self, database_url):
        with pytest.raises(RuntimeError, match="outside a transaction"):
            await log.record_all(action="test.done", actor="system", facts=[("thing:1", uuid4())])
