"""The door of the audiences' desk."""

from backend.identity.sessions.guards import staff_with
from profiles.audience.segments import ROLES

audience_staff = staff_with(*ROLES)
