"""The doors of halls. Whether the hall is the member of staff's own is asked with every command (`posts`)."""

from backend.identity.people.structs import Role
from backend.identity.sessions.guards import staff_with

hall_staff = staff_with(Role.CASE_OFFICER, Role.COMMUNITY_WORKER)
hall_keeper = staff_with(Role.CASE_OFFICER, Role.COMMUNITY_WORKER, Role.OPERATOR)
ticket_giver = staff_with(Role.TERMINAL_OPERATOR, Role.CASE_OFFICER, Role.COMMUNITY_WORKER, Role.OPERATOR)
