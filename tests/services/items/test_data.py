"""The catalogue that the product ships: whole, consistent, and honest about what it knows."""

import csv
import re
from collections import Counter

import pytest

from backend.reference.regions.divisions import seeds
from backend.services.items import codes, departments, judging, merging, narrowing, reading
from backend.services.items.inheritance import Place, at, handling
from backend.services.items.judging import Known
from backend.services.items.seeding import DATA
from backend.services.items.structs import UseLevel
from plugin_sdk.contract.form import FieldKind

SECTORS = [
    "户籍",
    "出生",
    "教育",
    "社保就业",
    "医保",
    "婚姻",
    "养老",
    "残疾",
    "住房",
    "不动产",
    "公积金",
    "交通",
    "出入境",
    "司法公证",
    "税费",
    "水电气热",
    "企业开办",
    "变更",
    "注销",
    "农牧",
    "林草",
    "环保",
    "住房建设",
    "文旅",
    "卫健",
    "应急",
    "消防",
    "殡葬",
    "退役军人",
    "民政救助",
    "粮食",
    "科技",
    "知识产权",
    "市场监管",
    "水利",
    "投资",
    "工业",
    "商务",
    "气象",
    "档案",
    "烟草",
    "金融",
    "体育",
    "民族宗教",
]
FACTS = [
    "person.name",
    "person.idNumber",
    "person.documentKind",
    "person.birthDate",
    "person.gender",
    "person.ethnicGroup",
    "person.phone",
    "person.regionCode",
    "person.address",
    "person.maritalStatus",
    "person.educationLevel",
    "person.employmentStatus",
    "person.disabilityGrade",
    "person.deathDate",
    "child.name",
    "child.idNumber",
    "child.birthDate",
    "child.gender",
    "child.birthCertificateNumber",
    "spouse.name",
    "spouse.idNumber",
    "mother.name",
    "mother.idNumber",
    "father.name",
    "father.idNumber",
    "household.headName",
    "household.bookNumber",
    "household.address",
    "household.memberCount",
    "firm.name",
    "firm.creditCode",
    "firm.kind",
    "firm.address",
    "firm.regionCode",
    "firm.legalPersonName",
    "firm.registeredCapitalFen",
    "firm.industryCode",
    "firm.businessScope",
    "firm.foundedOn",
    "firm.status",
    "firm.employeeCount",
    "credit.class",
    "credit.penaltyCount",
    "place.standardAddress",
    "place.gridName",
    "place.propertyNumber",
]
AT_LEAST_KNOWN = 0.7
BUNDLES = [
    "newborn",
    "school-entry",
    "employment",
    "flexible-employment",
    "marriage",
    "firm-set-up",
    "restaurant",
    "retirement",
    "disability",
    "after-death",
    "veteran-return",
    "credit-repair",
]
LANZHOU = ("620000", "620100")
CHENGGUAN = (*LANZHOU, "620102")
NEW_AREA = ("620000", "620171")
LEVELS = {
    "620000": (UseLevel.PROVINCE,),
    "620100": (UseLevel.PREFECTURE,),
    "620102": (UseLevel.COUNTY,),
    "620171": (UseLevel.PREFECTURE, UseLevel.COUNTY),
}


@pytest.fixture(scope="module")
def read():
    names = [
        "items.csv", "conditions.csv", "materials.csv", "steps.csv", "fees.csv", "faq.csv", "questions.json",
        "fields.json", "bundles.json", "overrides.csv",
    ]  # fmt: skip
    return reading.read([reading.File(name=name, content=(DATA / name).read_text("utf-8")) for name in names])


@pytest.fixture(scope="module")
def items(read):
    return [found.value for found in read.items.values()]


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def bundle_at(read, code, way):
    bundle = read.bundles[code].value
    path = [Place(code=one, name=one, full_name=one, levels=LEVELS[one]) for one in way]
    whole = []
    for member in bundle.members:
        item = read.items[member.basic_code].value
        place, level = handling(path, item.levels)
        whole.append(at(item, version=1, valid_from=item.valid_from, place=place, level=level, way=[]))
    return merging.merge(bundle, version=1, items=whole, region_code=way[-1])


def every_way(bundle, answers=None):
    """Every set of answers that somebody can give."""
    narrowed = merging.narrow_bundle(bundle, answers or {})
    if narrowed.next_question is None:
        yield narrowed
        return
    for choice in narrowed.next_question.choices:
        yield from every_way(bundle, narrowed.answers | {narrowed.next_question.id: choice.value})


class TestWhole:
    def test_the_desk_would_take_every_row(self, read):
        places = {seed.code: seed for seed in seeds()}

        def way(code):
            parent = places[code].parent_code
            return [*(way(parent) if parent else []), code]

        ways = {region: way(region) for _, region in read.differences if region in places}

        assert [str(one) for one in judging.judge(read, Known(ways=ways))] == []

    def test_there_are_enough_items_over_all_sectors(self, items):
        sectors = {item.sector for item in items}

        assert len(items) >= 150
        assert set(SECTORS) <= sectors

    def test_codes_and_names_are_unique(self, items):
        assert len({item.basic_code for item in items}) == len(items)
        assert len({item.name for item in items}) == len(items)

    def test_every_item_says_what_it_is_on_which_law_and_how(self, items):
        for item in items:
            assert all((item.about, item.legal_basis, item.conditions, item.steps, item.fields)), item.name
            assert item.statutory_limit is not None, item.name
            assert departments.known(item.department), item.name

    def test_every_code_takes_apart_and_names_its_type_and_department(self, items):
        for item in items:
            assert (item.basic_code[2:4], item.basic_code[4:6]) == (item.item_type, item.department), item.name

    def test_every_material_has_a_source(self, items):
        assert all(material.source for item in items for material in item.materials)

    def test_the_five_flags_and_the_three_ways_over_places_occur(self, items):
        for flag in ("maker_checker", "conditional", "notice_commitment", "expert", "countersign"):
            assert any(getattr(item, flag) for item in items), flag
        assert {way for item in items for way in item.cross_place} == {"online", "on-behalf", "joint"}

    def test_what_may_come_later_stands_only_where_cases_are_taken_conditionally_or_the_licence_is_ours(self, items):
        kinds = Counter(material.necessity for item in items for material in item.materials)

        assert kinds["required"] > kinds["optional"] > kinds["later"] > 0


class TestHonest:
    def test_every_row_says_where_it_is_from(self, items, read):
        assert all(item.source and item.evidence for item in items)
        assert all(found.value.source for found in read.differences.values())
        assert all(found.value.source for found in read.bundles.values())

    def test_nothing_is_called_read_that_was_not(self, items):
        counted = Counter(str(item.evidence) for item in items)

        assert counted == {"recalled": 283, "invented": 2}

    def test_what_a_place_promises_and_where_it_sits_is_called_invented(self, read):
        assert {str(found.value.evidence) for found in read.differences.values()} == {"invented"}


class TestForms:
    def test_every_prefill_is_a_fact_that_registers_have(self, items):
        assert {field.prefill for item in items for field in item.fields if field.prefill} <= set(FACTS)

    def test_most_of_every_form_is_known_already(self, items):
        for item in items:
            known = sum(1 for field in item.fields if field.prefill)
            assert known / len(item.fields) >= AT_LEAST_KNOWN, item.name

    def test_one_name_means_one_thing_in_the_whole_catalogue(self, items):
        meanings = {}
        for item in items:
            for field in item.fields:
                meaning = (field.title, field.kind, field.prefill)
                assert meanings.setdefault(field.name, meaning) == meaning, (item.name, field.name)

    def test_nearly_every_kind_of_field_that_a_phone_draws_is_a_known_one(self, items):
        kinds = {field.kind for item in items for field in item.fields}

        assert kinds <= set(FieldKind.__args__)

    def test_every_scenario_of_every_item_ends(self, items):
        for item in items:
            path = Place(code="620102", name="城关区", full_name="", levels=tuple(item.levels))
            whole = at(item, version=1, valid_from=item.valid_from, place=path, level=item.levels[0], way=[])
            waiting, ends = [{}], 0
            while waiting:
                narrowed = narrowing.narrow(whole, waiting.pop())
                if narrowed.next_question is None:
                    ends += 1
                    assert narrowed.conditions or narrowed.materials, item.name
                else:
                    asked = narrowed.next_question
                    waiting += [narrowed.answers | {asked.id: choice.value} for choice in asked.choices]
            assert ends >= 1, item.name


class TestBundles:
    def test_there_are_these(self, read):
        assert sorted(read.bundles) == sorted(BUNDLES)

    @pytest.mark.parametrize("way", [LANZHOU, CHENGGUAN, NEW_AREA])
    @pytest.mark.parametrize("code", BUNDLES)
    def test_every_member_is_offered_at_prefecture_county_and_zone(self, read, code, way):
        assert len(bundle_at(read, code, way).items) == len(read.bundles[code].value.members)

    @pytest.mark.parametrize("code", BUNDLES)
    def test_whatever_is_answered_most_of_the_form_is_known_and_nothing_is_asked_twice(self, read, code):
        for narrowed in every_way(bundle_at(read, code, LANZHOU)):
            names = [field.name for field in narrowed.fields]
            facts = [field.prefill for field in narrowed.fields if field.prefill]

            assert len(set(names)) == len(names)
            assert len(set(facts)) == len(facts)
            assert not names or len(facts) / len(names) >= AT_LEAST_KNOWN, narrowed.answers

    @pytest.mark.parametrize("code", BUNDLES)
    def test_whatever_is_answered_no_paper_is_handed_in_twice(self, read, code):
        for narrowed in every_way(bundle_at(read, code, LANZHOU)):
            papers = [material.code for material in narrowed.materials]
            assert len(set(papers)) == len(papers)

    @pytest.mark.parametrize("code", ["newborn", "firm-set-up", "restaurant", "after-death"])
    def test_parts_run_side_by_side(self, read, code):
        groups = Counter(member.group for member in read.bundles[code].value.members)

        assert max(groups.values()) >= 2


class TestNames:
    def test_departments_are_named_at_every_level(self):
        assert departments.name_at("11", level=UseLevel.PREFECTURE, place="兰州市") == "兰州市民政局"
        assert departments.name_at("23", level=UseLevel.PREFECTURE, place="兰州市") == "兰州市卫生健康委员会"
        assert departments.name_at("09", level=UseLevel.PREFECTURE, place="兰州市") == "兰州市公安局"
        assert departments.name_at("31", level=UseLevel.PREFECTURE, place="兰州新区") == "兰州新区市场监督管理局"
        assert departments.name_at("09", level=UseLevel.TOWNSHIP, place="酒泉路街道") == "酒泉路街道派出所"

    def test_every_place_has_an_implementation_code_of_31_characters(self, items):
        body = codes.body_code(department="11", region_code="620102")

        for item in items:
            code = codes.item_code(body_code=body, use_level=UseLevel.COUNTY, basic_code=item.basic_code)
            assert re.fullmatch(r"[0-9A-Z]{31}", code)


class TestSynonyms:
    def test_every_row_speaks_of_an_item_that_is_there_or_of_official_words(self, items):
        known = {item.basic_code for item in items}

        for row in rows("synonyms.csv"):
            assert row["said"], row
            assert bool(row["basic_code"]) != bool(row["means"]), row
            assert not row["basic_code"] or row["basic_code"] in known, row

    def test_every_item_has_everyday_words(self, items):
        said = {row["basic_code"] for row in rows("synonyms.csv")}

        assert {item.basic_code for item in items} <= said
