"""Piccolo's registration of the registry."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.host.registry import tables

APP_CONFIG = AppConfig(
    app_name="host_registry",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.ReleaseRow],
)
