"""Piccolo's registration of runs."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.host.runs import tables

APP_CONFIG = AppConfig(
    app_name="host_runs",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.SpentRow, tables.CallRow],
)
