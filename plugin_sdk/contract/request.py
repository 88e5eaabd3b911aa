"""What the host asks of a mini-app. There is no identity in it: the host knows who calls."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from plugin_sdk.contract.values import AppId, Params, Slug

Instant = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$(?!\n)")]
"""Time with offset, ISO 8601."""

SourcePath = Annotated[str, Meta(pattern=r"^[a-z_][a-z0-9_]{0,60}\.py$(?!\n)")]
"""A Python file of a package; packages are flat."""

Input = dict[str, Any]
"""JSON from the person's form; the mini-app validates it, the host only measures it."""


class CallContext(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Time, language and chance of one call, all given by the host so that a call can be replayed.

    `entropy` is 32 random bytes in hex, fresh for every call: the
    interpreter's own seed is frozen into the image and the same in every instance.
    """

    now: Instant
    locale: Literal["zh", "en"] = "zh"
    entropy: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]


class Launched(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another mini-app opened this screen by one of its intents. The parameters are input and authorise nothing."""

    app: AppId
    intent: Slug
    params: Params


class CallRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One screen to draw or one action to take."""

    app: AppId
    kind: Literal["screen", "action"]
    name: Slug
    input: Input
    context: CallContext
    launch: Launched | None = None


class PackageSources(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Python files of a package, path within the package to text; `app.py` is the entry.

    Compiled inside the sandbox at publication, because compiling is as little to be trusted as running.
    """

    app: AppId
    files: Annotated[dict[SourcePath, str], Meta(min_length=1, max_length=200)]
