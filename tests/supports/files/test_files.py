"""Handing in files: whose they are, what is kept of them, and what is refused."""

import asyncio
import io
import zlib
from urllib.parse import quote
from uuid import uuid4

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from backend.core import database
from backend.supports.files import cleaning, ports, service
from backend.supports.files.errors import DocumentRefused, KindRefused, PictureRefused, ScannerAway, StoreAway
from backend.supports.files.folder import Folder

PATH = "/api/v1/files"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
GPS = "36.0611-N"


def picture(form="JPEG", *, size=(40, 20), mode="RGB", **save):
    kept = io.BytesIO()
    Image.new(mode, size, (200, 30, 30, 90)[: len(mode)]).save(kept, form, **save)
    return kept.getvalue()


def with_place():
    exif = Image.Exif()
    exif[0x010F] = GPS
    exif[0x0112] = 6  # taken with the phone held upright
    return picture(exif=exif)


@pytest.fixture
async def parent(sign_in):
    return await sign_in("young-parent")


async def hand_in(client, headers, content=None, *, name="证明.jpg", **more):
    sent = {**headers, "X-File-Name": quote(name), "Content-Type": "application/octet-stream", **more}
    return await client.post(PATH, content=picture() if content is None else content, headers=sent)


class TestAnonymous:
    @pytest.mark.parametrize(
        ("method", "path"), [("POST", PATH), ("GET", f"{PATH}/{uuid4()}"), ("DELETE", f"{PATH}/{uuid4()}")]
    )
    async def test_is_refused(self, client, method, path):
        response = await client.request(method, path)

        assert (response.status_code, response.json()["code"]) == (401, "identity.not-signed-in")


class TestKeep:
    async def test_answers_what_forms_pass_on(self, client, parent):
        kept = await hand_in(client, parent)

        assert kept.status_code == 201
        file = kept.json()
        assert (file["name"], file["mediaType"]) == ("证明.jpg", "image/jpeg")
        read = await client.get(f"{PATH}/{file['id']}", headers=parent)
        assert (len(read.content), read.headers["content-type"]) == (file["bytes"], "image/jpeg")
        assert read.headers["content-disposition"].startswith("attachment")

    async def test_the_same_key_keeps_one_file(self, client, parent):
        key = {"Idempotency-Key": str(uuid4())}

        first, again = [(await hand_in(client, parent, **key)).json() for _ in range(2)]

        assert first == again

    async def test_a_larger_file_than_forms_may_be_passes_and_too_large_a_one_does_not(self, client, parent):
        large = PDF.replace(b"trailer", b"%" + b"x" * 2_000_000 + b"\ntrailer")

        assert (await hand_in(client, parent, large)).status_code == 201
        refused = await hand_in(client, parent, PDF + b"\n" * 9_000_000)
        assert refused.status_code == 413

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "files.kind-refused"),
            (b"<script>alert(1)</script>", "files.kind-refused"),
            (b"MZ\x90\x00", "files.kind-refused"),
            (picture("GIF", mode="RGB"), "files.kind-refused"),
            (picture()[:100], "files.picture-refused"),
            (PDF.replace(b"/Type", b"/OpenAction<</S/JavaScript>>/Type"), "files.document-refused"),
        ],
        ids=["empty", "page", "program", "gif", "cut", "script"],
    )
    async def test_anything_else_is_refused_by_name(self, client, parent, content, code):
        refused = await hand_in(client, parent, content, name="照片.jpg")

        assert (refused.status_code, refused.json()["code"]) == (422, code)

    async def test_too_many_a_day_are_refused(self, client, parent, monkeypatch):
        monkeypatch.setattr(service, "FILES_MOST", 0)

        assert (await hand_in(client, parent)).json()["code"] == "files.too-many"

    async def test_no_json_route_reads_more_than_before(self, client, parent):
        refused = await client.post("/api/v1/me/consents", content=b"[" * 2_000_000, headers=parent)

        assert refused.status_code == 413


class TestScanner:
    """Every file is shown to whoever knows malware, as it came in, before anything is kept."""

    @pytest.fixture
    def bound(self, monkeypatch, tmp_path):
        def bind(found):
            class One:
                async def find(self, content):
                    self.seen = content
                    if isinstance(found, Exception):
                        raise found
                    return found

            scanner = One()
            monkeypatch.setattr(ports, "_scanner", scanner)
            monkeypatch.setattr(ports, "_contents", Folder(tmp_path))
            return scanner

        return bind

    @staticmethod
    def kept_in(folder):
        return [one for one in folder.rglob("*") if one.is_file()]

    async def test_sees_the_file_as_it_came_in(self, client, parent, bound, tmp_path):
        scanner, content = bound(None), with_place()

        assert (await hand_in(client, parent, content)).status_code == 201
        assert scanner.seen == content
        assert len(self.kept_in(tmp_path)) == 1

    @pytest.mark.parametrize(
        ("found", "status", "code"),
        [("Win.Test", 422, "files.malware-found"), (ScannerAway(), 503, "files.scanner-away")],
    )
    async def test_what_it_finds_or_cannot_look_at_is_not_kept(
        self, client, parent, bound, tmp_path, found, status, code
    ):
        bound(found)

        refused = await hand_in(client, parent)

        assert (refused.status_code, refused.json()["code"]) == (status, code)
        assert self.kept_in(tmp_path) == []


class TestContents:
    @pytest.fixture
    def folder(self, monkeypatch, tmp_path):
        monkeypatch.setattr(ports, "_contents", Folder(tmp_path))
        return tmp_path

    async def test_a_refused_file_leaves_no_content(self, client, parent, folder, monkeypatch):
        monkeypatch.setattr(service, "FILES_MOST", 0)

        await hand_in(client, parent)

        assert TestScanner.kept_in(folder) == []

    async def test_one_attempt_twice_at_the_same_time_leaves_one(self, client, parent, folder):
        key = {"Idempotency-Key": str(uuid4())}

        answers = await asyncio.gather(*(hand_in(client, parent, **key) for _ in range(6)))

        assert len({one.json()["id"] for one in answers}) == 1
        assert len(TestScanner.kept_in(folder)) == 1

    async def test_a_store_that_is_away_is_said_and_no_row_lies(self, client, parent, folder, monkeypatch):
        async def away(_self, _file_id, _content):
            raise StoreAway

        monkeypatch.setattr(Folder, "put", away)
        before = await database.fetch_one("select count(*) as n from files_file")

        refused = await hand_in(client, parent)

        assert (refused.status_code, refused.json()["code"]) == (503, "files.store-away")
        assert await database.fetch_one("select count(*) as n from files_file") == before


class TestOwner:
    async def test_somebody_elses_file_looks_like_none(self, client, parent, sign_in):
        file = (await hand_in(client, parent)).json()
        other = await sign_in("elder")

        for method in ("GET", "DELETE"):
            refused = await client.request(method, f"{PATH}/{file['id']}", headers=other)
            assert (refused.status_code, refused.json()["code"]) == (404, "files.not-found")
        assert (await client.get(f"{PATH}/{file['id']}", headers=parent)).status_code == 200

    async def test_removed_is_gone(self, client, parent):
        file = (await hand_in(client, parent)).json()

        removed = await client.delete(f"{PATH}/{file['id']}", headers=parent)

        assert removed.status_code == 204
        assert (await client.get(f"{PATH}/{file['id']}", headers=parent)).status_code == 404
        assert (await client.delete(f"{PATH}/{file['id']}", headers=parent)).status_code == 404


class TestPictures:
    def test_nothing_of_the_place_is_left_and_it_stands_upright(self):
        kept = cleaning.cleaned(with_place(), media_type="image/jpeg")

        with Image.open(io.BytesIO(kept)) as opened:
            assert not opened.getexif()
            assert opened.size == (20, 40)
        assert GPS.encode() not in kept

    def test_hidden_texts_and_trailing_bytes_are_gone(self):
        notes = PngInfo()
        notes.add_text("Comment", GPS)
        content = picture("PNG", mode="RGBA", pnginfo=notes) + b"PK\x03\x04 a second file"

        kept = cleaning.cleaned(content, media_type="image/png")

        assert GPS.encode() not in kept
        assert b"PK\x03\x04" not in kept
        with Image.open(io.BytesIO(kept)) as opened:
            assert opened.getpixel((0, 0)) == (200, 30, 30, 90)

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    def test_every_kind_survives(self, form):
        content = picture(form)

        media_type = cleaning.media_type_of(content)

        assert cleaning.media_type_of(cleaning.cleaned(content, media_type=media_type)) == media_type

    def test_a_bomb_is_refused_before_it_is_unpacked(self):
        bomb = picture("PNG", mode="L", size=(8_000, 8_000))

        assert len(bomb) < 100_000
        with pytest.raises(PictureRefused):
            cleaning.cleaned(bomb, media_type="image/png")

    def test_a_picture_that_claims_to_be_another_kind_is_refused(self):
        with pytest.raises(PictureRefused):
            cleaning.cleaned(picture("PNG"), media_type="image/jpeg")


class TestDocuments:
    def test_a_plain_one_is_kept_as_it_is(self):
        assert cleaning.cleaned(PDF, media_type="application/pdf") == PDF

    @pytest.mark.parametrize(
        "inside",
        [b"/JavaScript", b"/JS (x)", b"/Launch", b"/EmbeddedFiles", b"/XFA", b"/AA", b"/J#61vaScript", b"/URI#20x"],
    )
    def test_one_that_acts_is_refused(self, inside):
        with pytest.raises(DocumentRefused):
            cleaning.cleaned(PDF.replace(b"/Type", inside + b"/Type"), media_type="application/pdf")

    def test_one_without_an_end_is_refused(self):
        with pytest.raises(DocumentRefused):
            cleaning.cleaned(PDF.replace(b"%%EOF", b""), media_type="application/pdf")


@pytest.mark.parametrize("content", [b"", b"RIFF0000AVI ", zlib.compress(b"x"), b"\xff\xd8", b" %PDF-1.4"])
def test_what_is_nothing_we_keep_is_named(content):
    with pytest.raises(KindRefused):
        cleaning.media_type_of(content)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "etc_passwd.jpg"),
        ("证明 1.jpeg", "证明 1.jpg"),
        ("a\u202egpj.exe", "a_gpj.jpg"),
        ("", "file.jpg"),
        ("x" * 300, "x" * 95 + ".jpg"),
        ('a"b\r\nX: y.png', "a_b_X_ y.jpg"),
    ],
)
def test_a_name_can_stand_anywhere(name, plain):
    assert service.plain_name(name, "image/jpeg") == plain
