"""Who may keep what of the catalogue: the province's keepers all of it, a department what differs in its own place."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from backend.identity.people import service as people
from backend.identity.people.structs import Post, Role
from backend.services.items import departments, places
from backend.services.items.catalogue import CatalogueItem
from backend.services.items.errors import NotYourPlace
from backend.services.items.inheritance import Place

KEEPERS: Final = frozenset({Role.OPERATOR, Role.REVIEWER})


class Hand(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff with their posts."""

    staff: UUID
    posts: Sequence[Post]

    @property
    def actor(self) -> str:
        """How the audit log and the versions name them."""
        return f"person:{self.staff}"

    @property
    def is_keeper(self) -> bool:
        """Whether the whole catalogue is theirs to keep."""
        return any(KEEPERS.intersection(post.roles) for post in self.posts)


async def hand_of(staff: UUID) -> Hand:
    """The member of staff as the posts say today, whatever the session remembers."""
    return Hand(staff=staff, posts=await people.posts_of(staff))


async def require_place(hand: Hand, item: CatalogueItem, *, region_code: str) -> None:
    """Let them say what differs at this place.

    Raises:
        NotYourPlace: it is another department's item, or another region.
    """
    if not hand.is_keeper and not await _covers(hand, item, region_code):
        raise NotYourPlace(name=item.name)


def require_keeper(hand: Hand, *, name: str) -> None:
    """Let them change the standard.

    Raises:
        NotYourPlace
    """
    if not hand.is_keeper:
        raise NotYourPlace(name=name)


async def _covers(hand: Hand, item: CatalogueItem, region_code: str) -> bool:
    """Whether one of the posts is in the item's department, in this region or above it.

    A city's department has people at work in a county: the department may be one of a place above the post's region.
    """
    way = await places.way_to(region_code)
    codes = [place.code for place in way]
    for post in hand.posts:
        if Role.CASE_OFFICER in post.roles and post.region_code in codes:
            above = way[: codes.index(post.region_code) + 1]
            if any(departments.same(name, post.department) for name in _names(item, above)):
                return True
    return False


def _names(item: CatalogueItem, way: Sequence[Place]) -> list[str]:
    """What the item's department is called at each of these places."""
    return [
        departments.name_at(item.department, level=level, place=place.name) for place in way for level in place.levels
    ]
