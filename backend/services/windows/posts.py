"""Who may work in a hall: a post whose department is the hall's, or whose region it stands in."""

from collections.abc import Collection
from uuid import UUID

from asyncpg import Record

from backend.identity.people import service as people
from backend.identity.people.structs import Post, Role
from backend.reference.regions import service as regions
from backend.services.windows.errors import NotYourHall
from backend.services.windows.structs import HallLevel

SITS = frozenset({Role.CASE_OFFICER, Role.COMMUNITY_WORKER})  # at a window
HANDS_OUT = SITS | {
    Role.TERMINAL_OPERATOR,
    Role.OPERATOR,
}  # paper tickets; a hall's device signs in as an operator of it
RUNS = SITS | {Role.OPERATOR}  # changes hours, closes days, looks after kiosks
POINTS = frozenset({HallLevel.TOWNSHIP.value, HallLevel.VILLAGE.value})
VILLAGE_DIGITS, TOWNSHIP_DIGITS = 12, 9


async def require(person_id: UUID, hall: Record, *, roles: Collection[Role]) -> None:
    """Refuse unless the person has a post with one of these roles for this hall, as posts are now.

    Raises:
        NotYourHall
    """
    if not await covers(person_id, hall, roles=roles):
        raise NotYourHall


async def covers(person_id: UUID, hall: Record, *, roles: Collection[Role]) -> bool:
    """Whether the person has a post with one of these roles for this hall."""
    posts = [post for post in await people.posts_of(person_id) if set(post.roles) & set(roles)]
    way = {place.code for place in await regions.path_of(hall["region_code"])} if posts else set()
    return any(_covers(post, role, hall, way) for post in posts for role in set(post.roles) & set(roles))


async def mine(person_id: UUID) -> list[Post]:
    """The posts with which the person may sit somewhere."""
    return [post for post in await people.posts_of(person_id) if set(post.roles) & SITS]


def _covers(post: Post, role: Role, hall: Record, way: set[str]) -> bool:
    """Officers sit in the hall of their own division (进驻); community workers at the points of theirs."""
    if post.department == hall["department"]:
        return True
    here: str = hall["region_code"]
    if role is Role.OPERATOR:
        return post.region_code in way
    if role is Role.COMMUNITY_WORKER:
        return hall["level"] in POINTS and post.region_code in way and len(post.region_code) >= TOWNSHIP_DIGITS
    if role is Role.CASE_OFFICER and len(here) == VILLAGE_DIGITS:
        return post.region_code in {here, here[:TOWNSHIP_DIGITS]}
    return post.region_code == here
