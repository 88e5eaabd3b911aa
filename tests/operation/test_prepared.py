"""What was prepared today in this form is not prepared again; anything else is."""

import msgspec
import pytest

from backend.core import seeded
from backend.operation import prepared
from tests.operation.test_backup import make_database

pytestmark = pytest.mark.slow


async def test_a_noted_form_is_known_and_no_other(installation, database_url):
    form = prepared.form(installation)

    await seeded.note(prepared.ID, form)

    assert await prepared.is_prepared(database_url, wanted=form)
    assert not await prepared.is_prepared(database_url, wanted=form[::-1])


async def test_an_empty_database_is_not_prepared(installation, servers):
    url = await make_database(servers, "unprepared")

    assert not await prepared.is_prepared(url, wanted=prepared.form(installation))


def test_folder_and_demo_world_are_part_of_the_form(installation, tmp_path):
    form = prepared.form(installation)

    assert prepared.form(msgspec.structs.replace(installation, data=tmp_path)) != form
    assert prepared.form(msgspec.structs.replace(installation, demo=not installation.demo)) != form


def test_sources_are_ours_and_all_of_them():
    found = {file.relative_to(prepared.HOUSE).as_posix() for file in prepared._sources()}

    assert {"backend/app.py", "profiles/room.py", "miniapps/elder_card/manifest.json"} <= found
    assert not [name for name in found if name.startswith("backend/shell/")]
