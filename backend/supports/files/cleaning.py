"""What a file is, read from its content, and the same file without what its owner did not mean to hand in.

Pictures are drawn anew, so nothing of the original's bytes is kept: no place, no camera, no second meaning. Pure; the
work is done away from the event loop.
"""

import io
import re
import warnings

from PIL import Image, ImageOps

from backend.supports.files.errors import DocumentRefused, KindRefused, PictureRefused

PIXELS_MOST = 50_000_000
"""More than a telephone's camera takes; beyond it stand bombs of a few bytes."""

JPEG_QUALITY = 88
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
SIGNATURES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"%PDF-", "application/pdf"))
# Spelt with escapes (/J#61vaScript) they would pass: names with escapes are refused altogether.
ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|OpenAction|AA|SubmitForm|ImportData|GoToR|GoToE)\b"
    rb"|/[A-Za-z]*#[0-9A-Fa-f]{2}"
)


def media_type_of(content: bytes) -> str:
    """What the content is, whatever its name and its sender say.

    Raises:
        KindRefused: nothing that we keep.
    """
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    for signature, media_type in SIGNATURES:
        if content.startswith(signature):
            return media_type
    raise KindRefused


def cleaned(content: bytes, *, media_type: str) -> bytes:
    """The file as it is kept.

    Raises:
        PictureRefused, DocumentRefused
    """
    return _document(content) if media_type == "application/pdf" else _picture(content, media_type=media_type)


def _picture(content: bytes, *, media_type: str) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns of a bomb that is not yet a very large one
            with Image.open(io.BytesIO(content), formats=tuple(FORMATS)) as opened:
                kept = _saved_anew(opened, media_type=media_type)
    except Exception as broken:  # a damaged picture raises whatever its decoder meets
        raise PictureRefused from broken
    return kept


def _saved_anew(opened: Image.Image, *, media_type: str) -> bytes:
    if opened.width * opened.height > PIXELS_MOST or FORMATS[opened.format or ""] != media_type:
        raise ValueError("too many pixels, or another kind of picture")
    kept = io.BytesIO()
    _drawn_anew(ImageOps.exif_transpose(opened)).save(kept, format=opened.format, quality=JPEG_QUALITY)
    return kept.getvalue()


def _drawn_anew(picture: Image.Image) -> Image.Image:
    """The pixels and nothing else: no EXIF, no profile, no text chunks, no further frames."""
    mode = "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
    plain = Image.new(mode, picture.size)
    plain.paste(picture.convert(mode))
    return plain.convert("RGB") if picture.format == "JPEG" else plain


def _document(content: bytes) -> bytes:
    if b"%%EOF" not in content[-2048:] or ACTIVE.search(content):
        raise DocumentRefused
    return content
