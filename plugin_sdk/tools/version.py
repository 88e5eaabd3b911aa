"""Which SDK this is."""

from importlib import metadata

UNINSTALLED = "0.1.0"
"""A checkout has no installed distribution; a test holds this equal to plugin_sdk/pyproject.toml."""


def version() -> str:
    """The version of the SDK, for people and for `gkb --version`."""
    try:
        return metadata.version("gkb-sdk")
    except metadata.PackageNotFoundError:
        return UNINSTALLED
