"""Piccolo's registration of windows."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.services.windows import tables

APP_CONFIG = AppConfig(
    app_name="windows",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        tables.HallRow,
        tables.SeatRow,
        tables.TicketRow,
        tables.HelpRow,
        tables.HelpMessageRow,
        tables.FaultRow,
    ],
)
