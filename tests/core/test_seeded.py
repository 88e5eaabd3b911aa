"""A seed is taken once, and again when what it is made of has changed."""

from uuid import uuid4

import pytest

from backend.core import seeded


@pytest.fixture
def seed(database_url, tmp_path):
    """A room with one file and a count of how often its seed was taken."""
    (tmp_path / "rows.csv").write_text("a\n1\n")

    class Seed:
        folder, room, times = tmp_path, f"test-{uuid4()}", 0

        async def take(self):
            self.times += 1

        async def start(self):
            await seeded.once(self.room, self.take, folders=(self.folder,))

    return Seed()


async def test_it_is_taken_once(seed):
    await seed.start()
    await seed.start()

    assert seed.times == 1


@pytest.mark.parametrize("change", ["content", "new file", "name"])
async def test_it_is_taken_again_when_a_file_has_changed(seed, change):
    await seed.start()
    if change == "content":
        (seed.folder / "rows.csv").write_text("a\n2\n")
    elif change == "new file":
        (seed.folder / "more.json").write_text("{}")
    else:
        (seed.folder / "rows.csv").rename(seed.folder / "others.csv")

    await seed.start()

    assert seed.times == 2


async def test_one_that_failed_is_tried_again(seed):
    async def fails():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await seeded.once(seed.room, fails, folders=(seed.folder,))
    await seed.start()

    assert seed.times == 1
