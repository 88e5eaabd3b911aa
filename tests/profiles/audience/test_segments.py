from uuid import uuid4

import pytest

from profiles.attributes import conditions as c
from profiles.audience import service
from profiles.audience.errors import (
    DepartmentNotYours,
    PurposeUnknown,
    SegmentMoved,
    SegmentNotFound,
    SegmentUnfit,
)
from profiles.audience.structs import ReviseSegment
from tests.profiles.audience.conftest import (
    HERE,
    OPERATOR,
    actions,
    attempt,
    both,
    make_operator,
    make_segment,
    within,
    working,
)

pytestmark = pytest.mark.usefixtures("database_url")


def revision(segment, **more):
    return ReviseSegment(
        **{"version": segment.version, "title": "新名称", "ground": "新条款", "condition": within("620000")} | more
    )


class TestMake:
    async def test_keeps_it_with_its_words(self):
        segment = await make_segment(
            both(within(HERE), working("失业"), c.Not(of=c.Is(attribute="tag.elder", value=True)))
        )

        assert await service.read_segment(segment.id) == segment
        assert (segment.version, segment.made_by) == (1, OPERATOR)
        assert "甘肃省定西市" in segment.words.zh
        assert "就业状态为失业" in segment.words.zh
        assert "不符合（老年人（60 岁以上））" in segment.words.zh
        assert await actions(f"segment:{segment.id}") == ["audience.segment-made"]

    async def test_of_another_department_is_refused(self):
        with pytest.raises(DepartmentNotYours):
            await make_segment(within(HERE), department="甘肃省教育厅（演示）")

    async def test_an_unknown_purpose_is_refused(self):
        with pytest.raises(PurposeUnknown):
            await make_segment(within(HERE), purpose="advertising")

    async def test_what_looks_at_sensitive_data_is_refused_with_its_place(self):
        with pytest.raises(SegmentUnfit) as refused:
            await make_segment(both(within(HERE), c.Present(attribute="person.disabilityGrade")))

        (fault,) = refused.value.params["faults"]
        assert (fault["path"], fault["code"]) == ("of[1]", "hidden-attribute")

    async def test_twice_the_same_attempt_makes_one(self):
        from profiles.audience.structs import MakeSegment
        from tests.profiles.audience.conftest import DEPARTMENT

        command = MakeSegment(
            title="一次", kind=c.SubjectKind.PERSON, purpose="service-notice", ground="条款", department=DEPARTMENT,
            condition=within(HERE),
        )  # fmt: skip
        same = attempt()

        one = await service.make_segment(OPERATOR, command=command, attempt=same)
        two = await service.make_segment(OPERATOR, command=command, attempt=same)

        assert one == two


class TestRevise:
    async def test_makes_the_next_version(self):
        segment = await make_segment(within(HERE))

        revised = await service.revise_segment(
            segment.id, command=revision(segment), staff_id=OPERATOR, attempt=attempt()
        )

        assert (revised.version, revised.title, revised.condition) == (2, "新名称", within("620000"))
        assert await actions(f"segment:{segment.id}") == ["audience.segment-made", "audience.segment-revised"]

    async def test_what_somebody_else_changed_is_refused(self):
        segment = await make_segment(within(HERE))
        await service.revise_segment(segment.id, command=revision(segment), staff_id=OPERATOR, attempt=attempt())

        with pytest.raises(SegmentMoved):
            await service.revise_segment(segment.id, command=revision(segment), staff_id=OPERATOR, attempt=attempt())

    async def test_of_another_department_is_refused(self):
        segment, stranger = await make_segment(within(HERE)), await make_operator("甘肃省教育厅（演示）")

        with pytest.raises(DepartmentNotYours):
            await service.revise_segment(
                segment.id, command=revision(segment), staff_id=stranger, attempt=attempt(stranger)
            )

    async def test_an_unfit_condition_is_refused(self):
        segment = await make_segment(within(HERE))
        unfit = revision(segment, condition=c.Present(attribute="person.name"))

        with pytest.raises(SegmentUnfit):
            await service.revise_segment(segment.id, command=unfit, staff_id=OPERATOR, attempt=attempt())


class TestRead:
    async def test_an_unknown_one_is_refused(self):
        with pytest.raises(SegmentNotFound):
            await service.read_segment(uuid4())

    async def test_lists_page_by_page_the_newest_first(self):
        made = [(await make_segment(within(HERE))).id for _ in range(3)]

        first = await service.list_segments(limit=2, cursor=None)
        second = await service.list_segments(limit=1, cursor=first.next_cursor)

        assert [one.id for one in [*first.items, *second.items]] == made[::-1]


async def test_the_vocabulary_names_everything_that_may_be_looked_at():
    words = {one.name: one for one in service.vocabulary(c.SubjectKind.PERSON)}

    assert words["tag.farmerOrHerder"].title.zh == "农牧民"
    assert words["person.gender"].choices == ["男", "女"]
    assert "person.disabilityGrade" not in words
    assert "firm.kind" in {one.name for one in service.vocabulary(c.SubjectKind.FIRM)}
