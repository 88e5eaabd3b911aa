"""The door of those who keep the register; which entries are theirs is asked with every command."""

from backend.identity.people.structs import Role
from backend.identity.sessions.guards import staff_with

register_keeper = staff_with(Role.OPERATOR, Role.DEPARTMENT_DEVELOPER)
