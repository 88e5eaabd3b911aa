import msgspec
import pytest

from backend.services.items import columns, reading, writing
from backend.services.items.reading import File
from tests.services.items.making import fixture_files

CSV_AND_JSON = [name for name in columns.FILES if name != columns.WHOLE]


def bodies(found):
    return {
        "items": [msgspec.to_builtins(one.value) for one in found.items.values()],
        "overrides": [msgspec.to_builtins(one.value) for one in found.differences.values()],
        "bundles": [msgspec.to_builtins(one.value) for one in found.bundles.values()],
    }


@pytest.mark.parametrize("names", [CSV_AND_JSON, [columns.WHOLE]])
def test_what_is_written_is_read_as_the_same(names):
    before = bodies(reading.read(fixture_files()))

    files = [File(name=name, content=writing.write(name, **before)) for name in names]
    again = reading.read(files)

    assert again.faults == []
    assert bodies(again) == before


def test_a_sheet_without_rows_is_its_header():
    text = writing.write("faq.csv", items=[], overrides=[], bundles=[])

    assert text == "basic_code,question,answer\n"
