"""What the files room shows."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Wire

MediaType = Annotated[str, Meta(pattern=r"^(image/(jpeg|png|webp)|application/pdf)$(?!\n)")]


SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf"}
"""Every media type that is kept, and how names of such files end."""


class StoredFile(Wire, frozen=True, kw_only=True):
    """A file that was kept: what forms pass on instead of the file itself. `bytes` is its size after cleaning."""

    id: UUID
    name: Annotated[str, Meta(max_length=100)]
    media_type: MediaType
    bytes: int
