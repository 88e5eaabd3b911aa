"""Piccolo's registration of the register of outside applications."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.host.outside import tables

APP_CONFIG = AppConfig(
    app_name="host_outside",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.OutsideAppRow, tables.OutsideStepRow],
)
