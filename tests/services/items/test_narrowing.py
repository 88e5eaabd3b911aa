import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.services.items.errors import NoSuchAnswer
from backend.services.items.narrowing import narrow
from backend.services.items.structs import Item
from tests.services.items.making import make_item, make_material, make_question, when

QUESTIONS = [
    make_question("kind", "first", "again"),
    make_question("lost", "yes", "no", when=[when("kind", "again")]),
]
MATERIALS = [
    make_material("ID-CARD"),
    make_material("STATEMENT", when=[when("kind", "first")]),
    make_material("OLD", when=[when("lost", "no")]),
    make_material("LOSS", when=[when("kind", "again"), when("lost", "yes")]),
]


def item_with(**changed):
    return make_item(**({"questions": QUESTIONS, "materials": MATERIALS} | changed))


def codes(narrowed):
    return [one.code for one in narrowed.materials]


class TestNarrow:
    def test_shows_only_what_certainly_applies(self):
        narrowed = narrow(item_with(), {})

        assert codes(narrowed) == ["ID-CARD"]
        assert narrowed.next_question.id == "kind"

    def test_does_not_ask_what_an_answer_has_made_void(self):
        narrowed = narrow(item_with(), {"kind": "first"})

        assert codes(narrowed) == ["ID-CARD", "STATEMENT"]
        assert narrowed.next_question is None

    def test_asks_on_where_it_matters(self):
        narrowed = narrow(item_with(), {"kind": "again"})

        assert narrowed.next_question.id == "lost"
        assert codes(narrow(item_with(), {"kind": "again", "lost": "yes"})) == ["ID-CARD", "LOSS"]

    def test_drops_an_answer_that_a_changed_mind_has_made_void(self):
        narrowed = narrow(item_with(), {"kind": "first", "lost": "yes"})

        assert narrowed.answers == {"kind": "first"}
        assert codes(narrowed) == ["ID-CARD", "STATEMENT"]

    def test_does_not_ask_what_can_no_longer_change_anything(self):
        item = item_with(materials=[make_material("BOTH", when=[when("kind", "again"), when("lost", "yes")])])

        assert narrow(item, {"kind": "first"}).next_question is None

    def test_an_item_without_questions_is_whole_at_once(self):
        narrowed = narrow(make_item(materials=[make_material("ID-CARD")]), {})

        assert narrowed.next_question is None
        assert codes(narrowed) == ["ID-CARD"]

    @pytest.mark.parametrize("answers", [{"kind": "third"}, {"colour": "red"}, {"kind": ""}])
    def test_refuses_an_answer_that_does_not_exist(self, answers):
        with pytest.raises(NoSuchAnswer):
            narrow(item_with(), answers)


@st.composite
def items(draw) -> Item:
    """Items with any questions and conditions that the checks of an import let through."""
    names = [f"q{index}" for index in range(draw(st.integers(0, 5)))]
    values = {name: [f"v{index}" for index in range(draw(st.integers(2, 3)))] for name in names}

    def clauses(known):
        return (
            [
                when(name, *draw(st.lists(st.sampled_from(values[name]), min_size=1, max_size=3, unique=True)))
                for name in draw(st.lists(st.sampled_from(known), max_size=3))
            ]
            if known
            else []
        )

    questions = [make_question(name, *values[name], when=clauses(names[:place])) for place, name in enumerate(names)]
    materials = [make_material(f"M-{index}", when=clauses(names)) for index in range(draw(st.integers(0, 6)))]
    steps = [{"name": f"s{index}", "when": msgspec.to_builtins(clauses(names))} for index in range(2)]
    return make_item(questions=questions, materials=materials, steps=steps)


def really_holds(conditions, item, answers):
    """The plain meaning: every question named was really asked, and answered so."""
    questions = {one.id: one for one in item.questions}
    return all(
        clause.question in answers
        and answers[clause.question] in clause.one_of
        and really_holds(questions[clause.question].when, item, answers)
        for clause in conditions
    )


@settings(max_examples=120)
@given(items(), st.data())
def test_every_way_through_the_questions_ends_and_leaves_exactly_what_applies(item, data):
    answers, shown, asked = {}, set(), []
    while (question := (narrowed := narrow(item, answers)).next_question) is not None:
        assert question.id not in asked, "nothing is asked twice"
        asked.append(question.id)
        now = set(codes(narrowed))
        assert shown <= now, "what was shown stays"
        shown = now
        answers[question.id] = data.draw(st.sampled_from([one.value for one in question.choices]))

    assert len(asked) <= len(item.questions)
    assert narrowed.answers == answers
    assert codes(narrowed) == [one.code for one in item.materials if really_holds(one.when, item, answers)]
    assert narrowed.steps == [one for one in item.steps if really_holds(one.when, item, answers)]


@settings(max_examples=60)
@given(items(), st.data())
def test_any_answers_at_all_show_nothing_whose_condition_does_not_hold(item, data):
    answers = {
        one.id: data.draw(st.sampled_from([choice.value for choice in one.choices]))
        for one in item.questions
        if data.draw(st.booleans())
    }

    narrowed = narrow(item, answers)

    assert narrowed.answers.items() <= answers.items()
    for question in item.questions:
        if question.id in narrowed.answers:
            assert really_holds(question.when, item, narrowed.answers)
    assert codes(narrowed) == [one.code for one in item.materials if really_holds(one.when, item, narrowed.answers)]
    assert narrow(item, narrowed.answers) == narrowed
