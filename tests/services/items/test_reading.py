import json

import pytest

from backend.services.items import judging, reading
from backend.services.items.judging import Known
from backend.services.items.reading import File
from tests.services.items.making import FIXTURE, HOUSEHOLD, LICENCE, MARRIAGE, fixture_files

WAYS = {
    "620100": ["620000", "620100"],
    "620102": ["620000", "620100", "620102"],
    "620102001": ["620000", "620100", "620102", "620102001"],
}


def faults(*files, known=None, **changed):
    """`file:line:column name code` of every fault of the fixture with these files in place of its own."""
    found = reading.read([*fixture_files(**changed), *files])
    judged = judging.judge(found, known or Known(ways=WAYS))
    return [f"{one.file}:{one.line}:{one.column} {one.name} {one.code}" for one in judged]


def text(file):
    return (FIXTURE / file).read_text("utf-8")


def replaced(file, old, new, count=1):
    assert old in text(file)
    return text(file).replace(old, new, count)


class TestRead:
    def test_good_files_have_no_faults(self):
        assert faults() == []

    def test_rows_become_items_with_their_parts(self):
        item = reading.read(fixture_files()).items[MARRIAGE].value

        assert item.statutory_limit.amount == 20
        assert item.countersign == ["09"]
        assert [one.code for one in item.materials] == ["TEST-ID-CARD", "TEST-STATEMENT", "TEST-OLD", "TEST-LOSS"]
        assert item.materials[3].when[1].one_of == ["yes"]
        assert item.fees[0].amount_fen == 900
        assert item.steps[1].limit.amount == 5

    def test_empty_cells_are_what_the_format_says(self):
        item = reading.read(fixture_files()).items[HOUSEHOLD].value

        assert item.statutory_limit is None
        assert item.channels == ["1", "2", "3"]
        assert item.province_wide is False
        assert str(item.valid_from) == "2025-01-01"

    def test_a_mark_at_the_beginning_of_the_file_is_no_part_of_the_header(self):
        assert faults(items_csv="\ufeff" + text("items.csv")) == []


class TestEveryFault:
    """One test for each cause: where it stands, and what it is called."""

    def test_a_file_nobody_knows(self):
        assert faults(File(name="prices.csv", content="a")) == ["prices.csv:1:1  unknown-file"]

    def test_a_column_nobody_knows(self):
        wrong = replaced("steps.csv", "about", "abuot")

        assert faults(steps_csv=wrong) == ["steps.csv:1:3 abuot unknown-column"]

    def test_a_column_that_is_missing(self):
        assert faults(faq_csv="basic_code,question\n") == ["faq.csv:1:1 answer missing-column"]

    def test_a_column_twice(self):
        assert faults(faq_csv="basic_code,question,answer,answer\n") == ["faq.csv:1:4 answer twice"]

    def test_no_header(self):
        assert faults(faq_csv="") == ["faq.csv:1:1  no-header"]

    def test_a_row_with_other_cells_than_the_header(self):
        assert faults(faq_csv=text("faq.csv") + f"{MARRIAGE},a\n") == ["faq.csv:3:1  cells"]

    def test_quotes_that_do_not_close(self):
        assert faults(faq_csv=text("faq.csv") + f'{MARRIAGE},"a,b\n') == ["faq.csv:3:1  value"]

    def test_lines_are_counted_through_quoted_line_ends(self):
        wrong = text("faq.csv") + f'{MARRIAGE},"一\n二",好\n{MARRIAGE},,好\n'

        assert faults(faq_csv=wrong) == ["faq.csv:5:2 question empty"]

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            (",1;2,", ",1;8,", "items.csv:4:7 audiences choice"),
            (",1;2,", ",1;1,", "items.csv:4:7 audiences twice"),
            ("20 working-days", "20 weeks", "items.csv:2:10 statutory_limit limit"),
            ("10 working-days", "twenty", "items.csv:2:11 promised_limit limit"),
            (",yes,yes,1,", ",yes,perhaps,1,", "items.csv:2:18 cross_province choice"),
            (",yes,yes,1,", ",yes,yes,one,", "items.csv:2:19 visits number"),
            (",yes,yes,1,", ",yes,yes,10,", "items.csv:2:19 visits value"),
            ("2025-06-01", "1 June", "items.csv:5:28 valid_from date"),
            ("婚姻登记（测试）", "", "items.csv:2:2 name empty"),
            ("620711901000,婚", "62071190100,婚", "items.csv:2:1 basic_code value"),
            (",07,测试,11,", ",08,测试,11,", "items.csv:2:4 item_type type-code"),
            (",07,测试,11,", ",77,测试,11,", "items.csv:2:4 item_type unknown-type"),
            (",07,测试,11,", ",07,测试,12,", "items.csv:2:6 department department-code"),
            (",no,09,", ",no,99,", "items.csv:2:24 countersign unknown-department"),
            (",no,09,", ",no,11,", "items.csv:2:24 countersign own-countersign"),
            ("10 working-days", "21 working-days", "items.csv:2:11 promised_limit promise-longer"),
            ("0 hours", "2 working-days", "items.csv:4:11 promised_limit immediate-slow"),
        ],
    )
    def test_a_cell_of_an_item(self, old, new, fault):
        assert fault in faults(items_csv=replaced("items.csv", old, new))

    def test_an_item_of_another_province(self):
        wrong = text("items.csv") + text("items.csv").splitlines()[3].replace(LICENCE, "110714903000") + "\n"

        assert faults(items_csv=wrong) == ["items.csv:6:1 basic_code region-code"]

    def test_an_item_twice(self):
        wrong = text("items.csv") + text("items.csv").splitlines()[3] + "\n"

        assert faults(items_csv=wrong) == ["items.csv:6:1  twice"]

    def test_a_part_of_no_item(self):
        assert faults(faq_csv=text("faq.csv") + "620711999000,a,b\n") == ["faq.csv:3:1  orphan"]

    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            ("kind", "when"),
            ("kind=", "when"),
            ("colour=red", "unknown-question"),
            ("kind=third", "unknown-answer"),
            ("kind=first & kind=again", "never"),
            ("kind=first & lost=yes", "never"),
        ],
    )
    def test_a_condition(self, cell, code):
        wrong = replaced("materials.csv", "现场填写,kind=first", f"现场填写,{cell}")

        assert faults(materials_csv=wrong) == [f"materials.csv:3:11 when {code}"]

    def test_a_paper_twice_in_one_item(self):
        wrong = replaced("materials.csv", "TEST-OLD", "TEST-LOSS")

        assert "materials.csv:5:2 code twice" in faults(materials_csv=wrong)

    def test_one_code_for_two_papers(self):
        wrong = replaced("materials.csv", "居民身份证（测试）,copy", "居民户口簿,copy")

        assert faults(materials_csv=wrong) == ["materials.csv:6:3 name same-paper"]
        known = Known(ways=WAYS, papers={"TEST-OLD": ("别的材料", None)})
        assert faults(known=known) == ["materials.csv:4:3 name same-paper"]

    def test_broken_json(self):
        assert faults(questions_json='{\n "a": [,]}')[0] == "questions.json:2:8  broken-json"

    def test_a_question_that_decides_nothing(self):
        content = json.loads(text("questions.json"))
        content[LICENCE] = [
            {"id": "idle", "text": "？", "choices": [{"value": "a", "title": "a"}, {"value": "b", "title": "b"}]}
        ]

        assert faults(questions_json=json.dumps(content, indent=1))[0].endswith("idle-question")

    def test_a_condition_on_a_later_question(self):
        content = json.loads(text("questions.json"))
        content[MARRIAGE].reverse()

        assert any(one.endswith("question-order") for one in faults(questions_json=json.dumps(content, indent=1)))

    def test_a_misspelt_member_is_not_lost_without_a_word(self):
        wrong = replaced("fields.json", '"prefill": "person.phone"', '"prefil": "person.phone"')

        assert faults(fields_json=wrong) == ["fields.json:4:65 prefil unknown-member"]

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ('"kind": "Phone"', '"kind": "Telephone"', "value"),
            ('"kind": "Phone"', '"kind": "Choice"', "choices-missing"),
            ('"kind": "LongText"', '"kind": "LongText", "choices": [{"value": "a", "title": "a"}]', "choices-idle"),
            ('"kind": "LongText"', '"kind": "LongText", "minimum": 5, "maximum": 1', "bounds"),
            ('"kind": "LongText"', '"kind": "LongText", "pattern": "("', "bad-pattern"),
            ('"name": "phone"', '"name": "applicantName"', "twice"),
            ('"prefill": "person.phone"', '"prefill": "person.shoeSize"', "unknown-fact"),
        ],
    )
    def test_a_field(self, old, new, code):
        found = faults(fields_json=replaced("fields.json", old, new))

        assert [one for one in found if one.startswith("fields.json:") and one.endswith(f" {code}")]

    def test_a_bundle(self):
        wrong = replaced("bundles.json", '"group": 1', '"group": 0')

        assert faults(bundles_json=wrong) == ["bundles.json:11:43 group value"]


class TestDifferences:
    def test_more_materials_are_refused_by_name(self):
        wrong = replaced("overrides.csv", "local_code", "materials")

        assert faults(overrides_csv=wrong) == ["overrides.csv:1:13 materials not-allowed-here"]
        member = {
            "overrides": [
                {"basicCode": MARRIAGE, "regionCode": "620103", "materials": [], "source": "s", "evidence": "invented"}
            ]
        }
        files = [File(name="catalogue.json", content=json.dumps(member))]
        (fault,) = reading.read(files).faults
        assert (fault.code, fault.name) == ("not-allowed-here", "materials")

    @pytest.mark.parametrize(
        "element", ["statutoryLimit", "conditions", "steps", "fees", "fields", "name", "legalBasis"]
    )
    def test_so_is_every_other_element_of_the_province(self, element):
        member = {
            "overrides": [
                {"basicCode": MARRIAGE, "regionCode": "620103", element: None, "source": "s", "evidence": "invented"}
            ]
        }

        (fault,) = reading.read([File(name="catalogue.json", content=json.dumps(member))]).faults

        assert (fault.code, fault.name) == ("not-allowed-here", element)

    def test_a_longer_promise_than_the_standard_is_refused(self):
        wrong = replaced("overrides.csv", "8 working-days", "11 working-days")

        assert "overrides.csv:2:3 promised_limit promise-longer" in faults(overrides_csv=wrong)

    def test_a_longer_promise_than_the_place_above_is_refused(self):
        wrong = replaced("overrides.csv", "5 working-days", "9 working-days")

        assert faults(overrides_csv=wrong) == ["overrides.csv:3:3 promised_limit promise-longer"]

    def test_a_place_that_is_not_there(self):
        wrong = replaced("overrides.csv", "620102001", "620102999")

        assert faults(overrides_csv=wrong) == ["overrides.csv:4:2 region_code unknown-region"]

    def test_an_item_that_is_not_there(self):
        wrong = replaced("overrides.csv", HOUSEHOLD, "620709999000")

        assert faults(overrides_csv=wrong) == ["overrides.csv:4:1 basic_code orphan"]

    def test_nothing_that_differs(self):
        wrong = replaced("overrides.csv", ",0931-7654321,,,,,1 号窗口", ",,,,,,")

        assert faults(overrides_csv=wrong) == ["overrides.csv:4:1  no-difference"]


def test_every_cause_has_words_in_both_languages_and_a_way_out():
    from backend.services.items.fault_words import WORDS

    for code, (zh, en, fix_zh, fix_en) in WORDS.items():
        assert any("\u4e00" <= one <= "\u9fff" for one in zh + fix_zh), code
        assert en.isascii(), code
        assert fix_en.isascii(), code
