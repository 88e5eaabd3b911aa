"""The doors of the studio."""

from backend.identity.people.structs import Role
from backend.identity.sessions.guards import staff_with

definition_editor = staff_with(Role.OPERATOR, Role.REVIEWER)
definition_approver = staff_with(Role.REVIEWER, Role.OPERATOR, Role.LEADER)
