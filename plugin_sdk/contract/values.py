"""Names and texts that several parts of the contract share."""

from typing import Annotated, Any

from msgspec import Meta

AppId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{1,39}$(?!\n)")]
"""Id of a mini-app: also the name of its folder and of its Python package, hence no hyphen."""

Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,63}$(?!\n)")]
"""Name of a screen, an action, a purpose, a collection, an intent or an icon."""

Label = Annotated[str, Meta(min_length=1, max_length=200)]
"""A few words for people."""

Paragraph = Annotated[str, Meta(max_length=4_000)]
"""Plain text for people; no markup of any kind is interpreted."""

Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$(?!\n)")]
"""One line of text for people; no control characters."""

Scalar = Annotated[str, Meta(max_length=200)] | Annotated[int, Meta(ge=-(2**53), le=2**53)] | bool
"""What stands in a parameter: never an object, so that it can be shown and checked whole."""

Params = Annotated[
    dict[Annotated[str, Meta(pattern=r"^[a-z][A-Za-z0-9]{0,39}$(?!\n)")], Scalar],
    Meta(max_length=20),
]
"""Named parameters of a screen, an action or a launch. They are input, and authorise nothing."""

JsonObject = dict[str, Any]
