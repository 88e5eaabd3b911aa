"""The web process: granian, with the product loaded before it forks, so that a worker that died is back in a second."""

from importlib import import_module
from typing import Final

from granian.cli import entrypoint
from litestar.types import ASGIApp

from backend.core.loading import loading

PRODUCT: Final = "backend.app"


def create_app() -> ASGIApp:
    """The product as one ASGI callable, with the settings of the environment; granian's factory."""
    with loading():
        made: ASGIApp = import_module(PRODUCT).create_app()
    return made


def main() -> None:
    """Load what every worker needs, which is nearly three seconds of a processor, then become granian."""
    with loading():
        import_module(PRODUCT)
    entrypoint()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
