"""Piccolo's registration of regions."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.reference.regions import tables

APP_CONFIG = AppConfig(
    app_name="regions",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.RegionRow],
)
