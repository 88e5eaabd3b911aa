"""Piccolo's registration of calendar."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.reference.calendar import tables

APP_CONFIG = AppConfig(
    app_name="calendar",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.YearRow, tables.DayRow],
)
