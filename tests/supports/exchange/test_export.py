"""A history as a table: readable, one line an entry, and no cell computes anything."""

import csv
import io
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.structs import now
from backend.identity.consents.structs import Bilingual
from backend.supports.exchange.export import HEADINGS, as_csv, harmless
from backend.supports.exchange.structs import About, AccessEntry, AccessQuestion, Basis, FactName

NAUGHTY = [
    '=HYPERLINK("x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1",
    " =1",
    "＝1+1",
    "＠x",
    "\n=cmd|' /C calc'!A0",
]


def entry(**what_matters):
    usual = AccessEntry(
        id=uuid4(), at=now(), kind="register", outcome="read", reason=None, recipient="兰州市民政局（演示）",
        purpose="000114005000", purpose_text=Bilingual(zh="办理", en="x"),
        basis=Basis(kind="own", text=Bilingual(zh="本人查询", en="own")),
        facts=[FactName(name="person.name", title=Bilingual(zh="姓名", en="Name"))],
        about=[About(kind="person", id=uuid4(), relation="child", name="李小芽")],
        by_me=True, case_ref=None, questions=[],
    )  # fmt: skip
    return msgspec.structs.replace(usual, **what_matters)


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_it_says_who_what_and_why():
    headings, row = read(as_csv([entry()]))

    assert tuple(headings) == HEADINGS
    assert row[1:7] == ["已查询", "兰州市民政局（演示）", "办理", "本人查询", "姓名", "子女（李小芽）"]


@pytest.mark.parametrize("text", NAUGHTY)
def test_no_cell_is_a_formula_wherever_the_text_comes_from(text):
    asked = AccessQuestion(id=uuid4(), text=text, at=now())
    about = [About(kind="person", id=uuid4(), relation="child", name=text)]
    one = entry(recipient=text, purpose_text=Bilingual(zh=text, en=text), case_ref=text, questions=[asked], about=about)

    _, row = read(as_csv([one]))

    assert not [cell for cell in row if cell[:1] in set("=+-@＝＋－＠\t\r\n")]


@given(st.text())
def test_whatever_stands_in_it_stays_one_harmless_line(text):
    line = harmless(text)

    assert not line or line[0] not in "=+-@＝＋－＠"
    assert len(line.splitlines()) <= 1
    assert read(as_csv([entry(recipient=text)]))[1][2] == line


def test_ordinary_text_stays_as_it_is():
    assert harmless("办理“高龄津贴” - 兰州") == "办理“高龄津贴” - 兰州"
