"""Which post covers which place."""

import pytest

from backend.identity.people.structs import Post, Role
from backend.services.cases.flow.places import plain, prefix_of, scope_of


@pytest.mark.parametrize(
    ("region", "prefix"),
    [
        ("620000", "62"),
        ("620100", "6201"),
        ("620102", "620102"),
        ("620102001", "620102001"),
        ("620102001001", "620102001001"),
    ],
)
def test_the_prefix_of_a_region_is_that_of_everything_below(region, prefix):
    assert prefix_of(region) == prefix


def test_the_demo_worlds_mark_is_no_part_of_a_name():
    assert plain("兰州市民政局（演示）") == plain("兰州市民政局") == "兰州市民政局"


@pytest.mark.parametrize(
    ("department", "region", "covered"),
    [
        ("甲局", "620100", True),
        ("甲局（演示）", "620102001", True),
        ("甲局", "620500", False),
        ("乙局", "620100", False),
    ],
)
def test_a_post_covers_its_department_in_its_region_and_below(department, region, covered):
    posts = [
        Post(department="甲局（演示）", region_code="620100", roles=[Role.CASE_OFFICER]),
        Post(department="乙局", region_code="620100", roles=[Role.OPERATOR]),
    ]

    assert scope_of(posts).covers(department=department, region_code=region) == covered
