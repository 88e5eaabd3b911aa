"""What granian calls in each web process: the product, loaded quickly, because nobody is served meanwhile."""

from litestar.types import ASGIApp

from backend.core.loading import loading


def create_app() -> ASGIApp:
    """The product as one ASGI callable, with the settings of the environment."""
    with loading():
        from backend.app import create_app as made  # what takes the time is loaded in here

        return made()
