"""Who acts for an owner is asked of the kind before the colon, and of nobody else."""

from uuid import uuid4

from backend.supports.bookings.ports import NoOwners, OwnersByKind


class Everybody:
    """Lets everybody act, in its own name."""

    def __init__(self, name):
        self.name = name

    async def department_for(self, person_id, *, owner):
        return f"{self.name} {owner}"


async def test_each_kind_answers_for_its_own():
    owners = OwnersByKind({"hall": Everybody("halls"), "mini-app": Everybody("apps")})

    assert await owners.department_for(uuid4(), owner="hall:h620102") == "halls hall:h620102"
    assert await owners.department_for(uuid4(), owner="mini-app:x") == "apps mini-app:x"
    assert await owners.department_for(uuid4(), owner="shop:x") is None
    assert await owners.department_for(uuid4(), owner="hall") == "halls hall"


async def test_nobody_owns_anything_until_somebody_is_bound():
    assert await NoOwners().department_for(uuid4(), owner="hall:h620102") is None
