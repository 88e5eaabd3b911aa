"""Piccolo's registration of interaction: one for the shelf."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.services.interaction.consultations.tables import CommentRow, ConsultationRow
from backend.services.interaction.letters.tables import LetterBoxRow, LetterRow, LetterStepRow
from backend.services.interaction.notices.tables import NoticeRow, NoticeVersionRow

APP_CONFIG = AppConfig(
    app_name="interaction",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        NoticeRow,
        NoticeVersionRow,
        ConsultationRow,
        CommentRow,
        LetterBoxRow,
        LetterRow,
        LetterStepRow,
    ],
)
