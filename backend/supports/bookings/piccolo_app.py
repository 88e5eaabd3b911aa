"""Piccolo's registration of bookings."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.supports.bookings import tables

APP_CONFIG = AppConfig(
    app_name="bookings",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[tables.ResourceRow, tables.SlotRow, tables.DrawRow, tables.BookingRow],
)
