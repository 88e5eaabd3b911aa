"""The door of the shelf's desks. Whether the office is the officer's own is asked with every command."""

from backend.identity.people.structs import Role
from backend.identity.sessions.guards import staff_with

office_staff = staff_with(Role.CASE_OFFICER)
