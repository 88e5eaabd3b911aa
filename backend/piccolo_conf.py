"""Piccolo's registration: the one engine and every room that has tables, in the order of the floors."""

from piccolo.conf.apps import AppRegistry

from backend.core.database import DB

__all__ = ("APP_REGISTRY", "DB")

APP_REGISTRY = AppRegistry(
    apps=[
        "backend.core.piccolo_app",
        "backend.reference.regions.piccolo_app",
        "backend.reference.calendar.piccolo_app",
        "backend.identity.piccolo_app",
        "backend.supports.messages.piccolo_app",
        "backend.supports.files.piccolo_app",
        "backend.supports.bookings.piccolo_app",
        "backend.supports.exchange.piccolo_app",
        "backend.services.items.piccolo_app",
        "backend.services.windows.piccolo_app",
        "backend.services.interaction.piccolo_app",
        "backend.services.cases.piccolo_app",
        "profiles.piccolo_app",
        "backend.host.registry.piccolo_app",
        "backend.host.outside.piccolo_app",
        "backend.host.broker.piccolo_app",
        "backend.host.runs.piccolo_app",
    ]
)
