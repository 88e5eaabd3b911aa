"""The web process: granian, with the product loaded before it forks, so that a worker that died is back in a second."""

from granian.cli import entrypoint
from litestar.types import ASGIApp

from backend.core.loading import loading


def create_app() -> ASGIApp:
    """The product as one ASGI callable, with the settings of the environment; granian's factory."""
    with loading():
        from backend.app import create_app as made

        return made()


def main() -> None:
    """Load what every worker needs, which is nearly three seconds of a processor, then become granian."""
    with loading():
        import backend.app  # noqa: F401 - granian forks, and finds it loaded
    entrypoint()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
