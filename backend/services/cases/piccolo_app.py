"""Piccolo's registration of cases: one for the shelf, because its rooms are moved together."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.services.cases.bundles.tables import BundlePartRow, BundleRow
from backend.services.cases.flow.tables import (
    CaseRow,
    ContentRow,
    SnapshotRow,
    StepRow,
    TallyRow,
    TrailRow,
    UnitRow,
)
from backend.services.cases.forms.tables import DraftRow

APP_CONFIG = AppConfig(
    app_name="cases",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        UnitRow,
        CaseRow,
        SnapshotRow,
        ContentRow,
        StepRow,
        TrailRow,
        TallyRow,
        DraftRow,
        BundleRow,
        BundlePartRow,
    ],
)
