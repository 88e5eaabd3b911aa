"""Piccolo's registration of identity: one for the shelf, because its rooms are moved together."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.identity.consents.tables import ConsentRow, DisclosureRow
from backend.identity.delegations.tables import DelegationRow
from backend.identity.people.tables import MembershipRow, OrganisationRow, PersonRow, StaffRow
from backend.identity.sessions.tables import RefreshTokenRow, SessionRow
from backend.identity.sign_in.tables import DevelopmentTextRow, PhoneCodeRow

APP_CONFIG = AppConfig(
    app_name="identity",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        PersonRow,
        OrganisationRow,
        StaffRow,
        MembershipRow,
        SessionRow,
        RefreshTokenRow,
        PhoneCodeRow,
        DevelopmentTextRow,
        ConsentRow,
        DisclosureRow,
        DelegationRow,
    ],
)
