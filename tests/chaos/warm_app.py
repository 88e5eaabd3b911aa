"""The application, made when this is imported: before the fork, so that a new web process need not make it."""

from litestar.types import ASGIApp

from backend.app import create_app

MADE = create_app()


def made() -> ASGIApp:
    """What granian asks for."""
    return MADE
