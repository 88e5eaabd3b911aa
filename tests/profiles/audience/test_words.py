from datetime import date

import pytest

from profiles.attributes import conditions as c
from profiles.audience import words
from tests.profiles.scenarios.people import ON

BORN, REGION = "person.birthDate", "person.regionCode"


@pytest.mark.parametrize(
    ("condition", "zh", "en"),
    [
        (c.Age(attribute=BORN, at_least=60), "年龄 60 周岁以上", "aged 60 years or more"),
        (c.Age(attribute=BORN, at_most=11, unit="months"), "年龄不超过 11 个月", "aged 11 months at the most"),
        (c.Age(attribute=BORN, at_least=16, at_most=59), "年龄 16 至 59 周岁", "aged 16 to 59 years"),
        (c.Age(attribute="person.marriedOn", at_most=1), "距今不超过 1 年", "1 years ago at the most"),
        (c.Age(attribute="person.marriedOn", at_least=1), "距今满 1 年以上", "1 years ago or more"),
        (c.Age(attribute="person.marriedOn", at_least=1, at_most=2), "距今满 1 至 2 年", "1 to 2 years ago"),
        (c.Is(attribute="tag.elder", value=True), "老年人（60 岁以上）", ""),
        (c.Is(attribute="tag.elder", value=False), "不是老年人（60 岁以上）", "not "),
        (c.Is(attribute="preference.elderMode", value=True), "为是", "is yes"),
        (c.In(attribute="person.employmentStatus", values=["失业", "无业"]), "为失业、无业", "is 失业、无业"),
        (c.AtLeast(attribute="household.memberCount", number=3), "不少于 3", "at least 3"),
        (c.AtMost(attribute="household.memberCount", number=3), "不多于 3", "at most 3"),
        (c.Before(attribute=BORN, day=date(2000, 1, 1)), "早于 2000-01-01", "before 2000-01-01"),
        (c.After(attribute=BORN, day=date(2000, 1, 1)), "晚于 2000-01-01", "after 2000-01-01"),
        (c.WithinDays(attribute="person.marriedOn", past=30), "在过去 30 天至未来 0 天内", "between 30 days ago"),
        (c.Present(attribute="person.marriedOn"), "有记载", "is there"),
        (c.Absent(attribute="person.marriedOn"), "没有", "is not there"),
        (c.RegionWithin(attribute=REGION, codes=["620100"], but_not=["620171"]), "（不含", "(without "),
        (c.RegionWithin(attribute=REGION, codes=["629999"]), "在629999", "in 629999"),
    ],
)
async def test_every_comparison_is_read_aloud(database_url, condition, zh, en):
    said = await words.of(condition, c.SubjectKind.PERSON, on=ON)

    assert zh in said.zh
    assert en in said.en


async def test_joins_and_opposites_are_read_aloud(database_url):
    elder, student = c.Is(attribute="tag.elder", value=True), c.Is(attribute="tag.student", value=True)
    condition = c.AllOf(of=[c.AnyOf(of=[elder, student]), c.Not(of=elder)])

    said = await words.of(condition, c.SubjectKind.PERSON, on=ON)

    assert said.zh == "（（老年人（60 岁以上），或在校学生），且不符合（老年人（60 岁以上）））"
    assert " or " in said.en
    assert " and not (" in said.en
