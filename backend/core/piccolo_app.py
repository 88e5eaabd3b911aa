"""Piccolo's registration of the ground."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.core import tables

APP_CONFIG = AppConfig(
    app_name="core",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        tables.AttemptRow,
        tables.HandledRow,
        tables.AuditLeafRow,
        tables.AuditEntryRow,
        tables.AuditCheckpointRow,
        tables.RateRow,
        tables.SeededRow,
    ],
)
