"""Which post covers which place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.identity.people.structs import Post, Role
from backend.services.cases.flow.places import codes_covering, names_for, plain, prefix_of, scope_of


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


REGIONS = st.from_regex(r"62[0-9]{4}([0-9]{3}){0,2}", fullmatch=True)


@given(place=REGIONS, post=REGIONS)
def test_the_regions_that_cover_a_place_are_those_whose_posts_do(place, post):
    scope = scope_of([Post(department="甲局", region_code=post, roles=[Role.CASE_OFFICER])])

    assert (post in codes_covering(place)) == scope.covers(department="甲局", region_code=place)


@given(place=REGIONS)
def test_a_place_is_covered_by_the_province_and_by_itself(place):
    assert {"620000", place} <= set(codes_covering(place))
    assert set(names_for("甲局")) == set(names_for("甲局（演示）")) == {"甲局", "甲局（演示）"}
