"""Piccolo's registration of exchange."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.supports.exchange import tables

APP_CONFIG = AppConfig(
    app_name="exchange",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        tables.PersonRow,
        tables.HouseholdRow,
        tables.FirmRow,
        tables.CreditRow,
        tables.PlaceRow,
        tables.AccessRow,
        tables.AccessAboutRow,
        tables.AccessQuestionRow,
    ],
)
