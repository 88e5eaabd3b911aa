"""Piccolo's registration of items."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.services.items import tables

APP_CONFIG = AppConfig(
    app_name="items",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.VersionRow, tables.RevisionRow],
)
