"""Piccolo's registration of the broker."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.host.broker import tables

APP_CONFIG = AppConfig(
    app_name="host_broker",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.StoredRow, tables.RecordRow, tables.RecordTallyRow],
)
