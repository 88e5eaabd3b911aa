"""The operator loads a year from a file, and is told every line that is wrong."""

import pytest

from backend.core import database
from tests.operation.test_cli import kuaiban

GOOD = """day,kind,name
2039-01-01,holiday,元旦
2039-05-01,holiday,劳动节
2039-05-02,holiday,劳动节
2039-05-07,workday,劳动节调休上班
2039-10-01,holiday,国庆节
2039-10-02,holiday,国庆节
2039-10-03,holiday,国庆节
"""
NAMED = ("--document", "测试通知〔2038〕1号", "--issued-on", "2038-11-05")


@pytest.fixture
def load_year(installation, database_url, tmp_path):
    """The command on a file with this content, on the tests' database."""

    def load(content, *options, year="2039"):
        file = tmp_path / "year.csv"
        file.write_text(content, "utf-8")
        data, database = str(installation.data), installation.database_url
        return kuaiban("load-year", year, str(file), *NAMED, *options, KUAIBAN_DATA=data, DATABASE_URL=database)

    return load


async def loaded():
    return await database.fetch("select loaded_by, evidence from calendar_year where year = 2039")


async def test_a_good_file_is_checked_first_and_loaded_then(load_year):
    checked = load_year(GOOD, "--check")
    before = await loaded()
    ended = load_year(GOOD)

    assert (checked.returncode, before) == (0, [])
    assert "nothing loaded" in checked.stdout
    assert ended.returncode == 0, ended.stderr
    assert "2039 loaded: 6 days off, 1 swapped" in ended.stdout
    assert [tuple(row) for row in await loaded()] == [("operator", "read")]


async def test_every_wrong_line_is_named_and_nothing_loaded(load_year):
    ended = load_year("day,kind,name\n2040-02-30,off,\n", year="2040")

    assert ended.returncode == 1
    assert [line.split(":")[0] for line in ended.stdout.splitlines()[:3]] == [
        "line 2 day",
        "line 2 kind",
        "line 2 name",
    ]
    assert "3 mistakes" in ended.stdout
    assert not await database.fetch("select 1 from calendar_year where year = 2040")


def test_what_cannot_be_read_is_said_without_a_traceback(load_year, installation, tmp_path):
    beyond = load_year(GOOD, year="1900")
    place = {"KUAIBAN_DATA": str(installation.data), "DATABASE_URL": installation.database_url}
    missing = kuaiban("load-year", "2039", str(tmp_path / "none.csv"), *NAMED, **place)

    assert [ended.returncode for ended in (beyond, missing)] == [1, 1]
    assert "year" in beyond.stderr
    assert "none.csv" in missing.stderr
    assert "Traceback" not in beyond.stderr + missing.stderr
