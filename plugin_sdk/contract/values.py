"""Names that several parts of the contract share."""

from typing import Annotated

from msgspec import Meta

AppId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{1,39}$(?!\n)")]
"""Id of a mini-app: also the name of its folder and of its Python package, hence no hyphen."""

Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,63}$(?!\n)")]
"""Name of a screen, an action, a purpose or an icon."""
