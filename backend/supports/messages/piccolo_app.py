"""Piccolo's registration of messages."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.supports.messages import tables

APP_CONFIG = AppConfig(
    app_name="messages",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.MessageRow],
)
