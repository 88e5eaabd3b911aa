"""The doors of the catalogue's desk."""

from backend.identity.people.structs import Role
from backend.identity.sessions.guards import staff_with

catalogue_editor = staff_with(Role.OPERATOR, Role.REVIEWER, Role.CASE_OFFICER)
catalogue_reader = staff_with(Role.OPERATOR, Role.REVIEWER, Role.CASE_OFFICER, Role.LEADER)
