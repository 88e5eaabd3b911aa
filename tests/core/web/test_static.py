"""Which built page answers which address."""

import gzip
from pathlib import Path

import pytest

from backend.core import packing
from backend.core.web.static import Asset, StaticPages, send_asset

BUILT = {
    "index.html": b"phone",
    "desk.html": b"desk",
    "assets/a-1.js": b"part",
    "desk/logo.svg": b"<svg/>",
    "photo.png": b"png",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> StaticPages:
    """A small build with both entries."""
    folder: Path = tmp_path_factory.mktemp("dist")
    for name, content in BUILT.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return StaticPages(folder)


def found(pages: StaticPages, path: str, *, method: str = "GET", accept: bytes = b"text/html") -> Asset | None:
    """What answers."""
    return pages.find({"path": path, "method": method, "headers": [(b"accept", accept)]})  # type: ignore[typeddict-item]


class TestPages:
    @pytest.mark.parametrize("path", ["/desk", "/desk/", "/desk/cases/0194", "/desk/sign-in"])
    def test_what_stands_below_desk_is_the_desk(self, pages: StaticPages, path: str):
        asset = found(pages, path)

        assert asset is not None
        assert (asset.plain, asset.immutable) == (b"desk", False)

    @pytest.mark.parametrize("path", ["/", "/cases/0194", "/desktop", "/me/desk"])
    def test_everything_else_is_the_phone(self, pages: StaticPages, path: str):
        asset = found(pages, path)

        assert asset is not None
        assert asset.plain == b"phone"

    def test_a_file_is_itself_wherever_it_lies(self, pages: StaticPages):
        part, logo = found(pages, "/assets/a-1.js", accept=b"*/*"), found(pages, "/desk/logo.svg", accept=b"*/*")

        assert part is not None
        assert logo is not None
        assert (part.plain, part.immutable, logo.plain) == (b"part", True, b"<svg/>")

    @pytest.mark.parametrize("path", ["/api/v1/desk/cases", "/health/live", "/desk/none.js"])
    def test_what_is_no_page_is_left_to_others(self, pages: StaticPages, path: str):
        assert found(pages, path) is None

    def test_only_reading_opens_a_page(self, pages: StaticPages):
        assert found(pages, "/desk", method="POST") is None
        assert found(pages, "/desk", accept=b"application/json") is None


class TestPacking:
    @pytest.mark.parametrize(
        ("path", "asked", "coding"),
        [
            ("/assets/a-1.js", b"gzip, br", b"br"),
            ("/assets/a-1.js", b"gzip", b"gzip"),
            ("/assets/a-1.js", b"br;q=0", None),
            ("/assets/a-1.js", b"", None),
            ("/photo.png", b"gzip, br", None),
        ],
    )
    async def test_in_the_smallest_form_that_the_reader_takes(self, pages, path, asked, coding):
        asset, sent = found(pages, path, accept=b"*/*"), []

        async def send(message):
            sent.append(message)

        await send_asset(asset, {"method": "GET", "headers": [(b"accept-encoding", asked)]}, send)

        head = dict(sent[0]["headers"])
        unpack = {b"br": packing.unpacked, b"gzip": gzip.decompress, None: bytes}[coding]
        assert head.get(b"content-encoding") == coding
        assert int(head[b"content-length"]) == len(sent[1]["body"])
        assert (unpack(sent[1]["body"]), head[b"vary"]) == (BUILT[path.removeprefix("/")], b"accept-encoding")
