"""Piccolo's registration of files."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.supports.files import tables

APP_CONFIG = AppConfig(
    app_name="files",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.FileRow],
)
