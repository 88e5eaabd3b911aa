"""A year's file is judged whole: each line that is wrong is named, with its number and why."""

import pytest

from backend.core.structs import Evidence
from backend.reference.calendar import lines
from backend.reference.calendar.structs import LINES_MOST, DayKind, DayLine
from tests.reference.calendar.conftest import FILE, load_year


def mistakes(text):
    return [(one.line, one.column, one.reason) for one in lines.judge(load_year(csv=text)).mistakes]


def with_line(line):
    """The good file with one more line, its ninth."""
    return mistakes(FILE + line + "\n")


def test_a_good_file_gives_its_days_with_the_notices_source_and_evidence():
    judged = lines.judge(load_year())

    assert not judged.mistakes
    assert [day.day.isoformat()[5:] for day in judged.days] == [line[5:10] for line in FILE.splitlines()[1:]]
    assert {(day.source, day.evidence) for day in judged.days} == {("测试", Evidence.INVENTED)}
    assert [day.kind for day in judged.days].count(DayKind.WORKDAY) == 1


def test_a_line_may_have_a_source_and_evidence_of_its_own():
    header, *rows, last = FILE.splitlines()
    text = [f"{header},source,evidence", *(f"{row},," for row in rows), f"{last},国务院公报,read"]

    judged = lines.judge(load_year(csv="\n".join(text)))

    assert not judged.mistakes
    assert (judged.days[-1].source, judged.days[-1].evidence) == ("国务院公报", Evidence.READ)


def test_days_as_a_list_are_the_same_as_csv():
    listed = [DayLine(**dict(zip(("day", "kind", "name"), line.split(","), strict=True))) for line in FILE.split()[1:]]

    assert lines.judge(load_year(csv=None, days=listed)) == lines.judge(load_year())


def test_a_spreadsheets_byte_order_mark_line_ends_and_empty_lines_do_no_harm():
    text = "\ufeff" + FILE.replace("\n", "\r\n") + "\r\n,,\r\n"

    assert lines.judge(load_year(csv=text)) == lines.judge(load_year())


def test_a_notice_may_change_the_last_week_of_the_year_before():
    assert with_line("2030-12-28,workday,元旦调休上班") == []


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("2031-13-01,holiday,元旦", "day", "not-a-date"),
        ("20310102,holiday,元旦", "day", "not-a-date"),
        (",holiday,元旦", "day", "not-a-date"),
        ("2032-01-01,holiday,元旦", "day", "other-year"),
        ("2030-12-24,holiday,元旦", "day", "other-year"),
        ("2031-01-02,off,元旦", "kind", "not-a-kind"),
        ("2031-01-02,workday,上班", "kind", "working-anyway"),
        ("2031-01-02,holiday,", "name", "missing"),
        (f"2031-01-02,holiday,{'长' * 61}", "name", "too-long"),
        ("2031-01-01,holiday,元旦", "day", "twice"),
        ("2031-01-02,holiday", "", "wrong-width"),
        ("2031-01-02,holiday,元旦,多", "", "wrong-width"),
    ],
)
def test_a_wrong_line_is_named(line, column, reason):
    assert with_line(line) == [(9, column, reason)]


def test_every_mistake_of_a_line_and_of_a_file_is_named_at_once():
    assert with_line("31 Dec,off,\n2031-01-02,workday,上班") == [
        (9, "day", "not-a-date"),
        (9, "kind", "not-a-kind"),
        (9, "name", "missing"),
        (10, "kind", "working-anyway"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(1, "", "no-header")]),
        ("2031-01-01,holiday,元旦\n", [(1, "", "no-header")]),
        ("day,kind,name,colour\n", [(1, "colour", "unknown-column")]),
    ],
)
def test_a_wrong_header_is_named(text, found):
    assert mistakes(text) == found


def test_an_evidence_that_is_none_is_named():
    text = "day,kind,name,evidence\n2031-01-01,holiday,元旦,rumour\n"

    assert mistakes(text) == [(2, "evidence", "not-an-evidence")]


def test_a_file_without_end_is_cut_off():
    assert mistakes("day,kind,name\n" + "x,x,x\n" * (LINES_MOST + 5))[-1] == (LINES_MOST + 2, "", "too-many-lines")


def test_a_notice_never_leaves_out_what_law_makes_free():
    text = "\n".join(line for line in FILE.splitlines() if "2031-05-02" not in line)

    (mistake,) = lines.judge(load_year(csv=text)).mistakes

    assert (mistake.line, mistake.reason) == (0, "law-missing")
    assert mistake.told()["zh"] == "缺少法定假日（2031-05-02 劳动节）"


def test_every_reason_has_words_in_two_languages():
    for zh, en in lines.REASONS.values():
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh)
        assert en.isascii()
