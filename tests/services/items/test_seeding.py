"""On codes of its own: what happens when the files of an upgrade meet what the desk has decided."""

import pytest

from backend.core import database
from backend.services.items import seeding, service
from backend.services.items.faults import FilesUnusable
from tests.services.items.making import FIXTURE

HEADER, FIRST = (FIXTURE / "items.csv").read_text("utf-8").splitlines()[:2]


def folder_with(tmp_path, code, *, name="种子（测试）", days=10):
    row = (
        FIRST.replace("620711901000", code)
        .replace("婚姻登记（测试）", name)
        .replace("10 working", f"{days} working")
        .replace(",测试,", ",种子,")
    )
    (tmp_path / "items.csv").write_text(f"{HEADER}\n{row}\n", "utf-8")
    return tmp_path


async def versions(code):
    sql = "select version, state, edited_by, name, valid_to is null as standing from items_version where code = $1 order by version"
    return [tuple(row) for row in await database.fetch(sql, code)]


@pytest.mark.usefixtures("database_url")
class TestSeed:
    async def test_twice_changes_nothing_the_second_time(self, tmp_path):
        folder = folder_with(tmp_path, "620711910000")

        assert await seeding.seed(folder) == 1
        assert await seeding.seed(folder) == 0
        assert await versions("620711910000") == [(1, "published", "seed", "种子（测试）", True)]

    async def test_an_upgrade_makes_a_new_version_that_is_seen_at_once(self, tmp_path):
        await seeding.seed(folder_with(tmp_path, "620711911000"))
        assert (await service.at_place("620711911000", region_code="620102")).promised_limit.amount == 10

        assert await seeding.seed(folder_with(tmp_path, "620711911000", days=6)) == 1

        assert [(number, standing) for number, _, _, _, standing in await versions("620711911000")] == [
            (1, False),
            (2, True),
        ]
        item = await service.at_place("620711911000", region_code="620102")
        assert (item.version, item.promised_limit.amount) == (2, 6)

    async def test_what_the_desk_has_published_is_not_overwritten_but_put_before_it_as_a_draft(self, tmp_path):
        await seeding.seed(folder_with(tmp_path, "620711912000"))
        await database.execute(
            "update items_version set edited_by = 'person:a', approved_by = 'person:b' where code = '620711912000'"
        )

        await seeding.seed(folder_with(tmp_path, "620711912000", name="新名（测试）"))

        assert [state for _, state, *_ in await versions("620711912000")] == ["published", "draft"]
        await seeding.seed(folder_with(tmp_path, "620711912000", name="更新的名（测试）"))
        assert [(state, name) for _, state, _, name, _ in await versions("620711912000")] == [
            ("published", "种子（测试）"),
            ("cancelled", "新名（测试）"),
            ("draft", "更新的名（测试）"),
        ]

    async def test_what_somebody_works_on_is_left_alone(self, tmp_path):
        await seeding.seed(folder_with(tmp_path, "620711913000"))
        await database.execute(
            "update items_version set edited_by = 'person:a', state = 'draft', valid_from = null, approved_by = null "
            "where code = '620711913000'"
        )

        assert await seeding.seed(folder_with(tmp_path, "620711913000", name="新名（测试）")) == 0

    async def test_what_was_cancelled_does_not_come_back_by_itself(self, tmp_path):
        await seeding.seed(folder_with(tmp_path, "620711914000"))
        await database.execute("update items_version set state = 'cancelled' where code = '620711914000'")

        await seeding.seed(folder_with(tmp_path, "620711914000", name="新名（测试）"))

        assert [state for _, state, *_ in await versions("620711914000")] == ["cancelled", "draft"]

    async def test_with_one_fault_nothing_is_taken(self, tmp_path):
        with pytest.raises(FilesUnusable) as refused:
            await seeding.seed(folder_with(tmp_path, "620711915000", days=99))

        assert [one.code for one in refused.value.faults] == ["promise-longer"]
        assert "items.csv:2:11 promised_limit" in str(refused.value)
        assert await versions("620711915000") == []


async def test_the_products_own_files_are_taken(database_url):
    """`prepare` would have stopped on a fault; asking again finds the same files and changes nothing."""
    await seeding.seed()

    assert await seeding.seed() == 0
