"""Piccolo's registration of profiles: one for the shelf, because its rooms are moved together."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from profiles.attributes.tables import AttributeRow, CorrectionRow, SubjectRow, TagRow
from profiles.audience.tables import (
    AnswerRow,
    CampaignRow,
    DeliveryRow,
    SegmentRow,
    SnapshotRow,
    SwitchRow,
    WeekRow,
)
from profiles.events.tables import EventRow, WatchRow
from profiles.publishing.tables import DefinitionRow
from profiles.ranking.tables import BindingRow, ExposureRow, FigureRow, UnwantedRow, UseRow, WeightsRow
from profiles.scenarios.tables import ScenarioRow, StepCaseRow
from profiles.studio.tables import DraftRow

APP_CONFIG = AppConfig(
    app_name="profiles",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        SubjectRow, AttributeRow, TagRow, CorrectionRow, EventRow, WatchRow, ScenarioRow, StepCaseRow,
        ExposureRow, UnwantedRow, WeightsRow, BindingRow, UseRow, FigureRow,
        SegmentRow, SnapshotRow, AnswerRow, CampaignRow, DeliveryRow, WeekRow, SwitchRow,
        DefinitionRow, DraftRow,
    ],
)  # fmt: skip
