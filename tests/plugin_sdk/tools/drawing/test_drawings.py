"""Drawing: as somebody would use the mini-app, to the author's line, and back within the deadline whatever it does."""

import pytest

from plugin_sdk.tools.drawing import drawings as drawn
from plugin_sdk.tools.drawing.drawings import draw_here, drawings, parts, shown
from plugin_sdk.tools.project import Project
from tests.plugin_sdk.tools.check.seeded import sound

HEAD = "from plugin_sdk.guest import MiniApp, ui\napp = MiniApp()\n"
MANIFEST = b'{"app_id": "tried", "pages": ["home"], "gkb": {"actions": ["go"]}}'


def project_of(body, *, head=HEAD):
    source = f"{head}@app.screen('home')\ndef home(ctx, data):\n{body}\n"
    return Project(name="tried", files={"manifest.json": MANIFEST, "app.py": source.encode()})


def first(project):
    return drawings(project, draw_here)[0]


def test_every_part_knows_the_line_that_built_it():
    drawing = first(project_of("    one = ui.text('一')\n    return ui.screen(\n        '题', ui.card(one),\n    )"))

    lines = {pointer: drawing.line(pointer).line for pointer, _ in parts(drawing.answer)}
    assert lines == {"/body/0": 7, "/body/0/children/0": 5}
    assert drawing.line("").line == 6


def test_forms_are_sent_and_pages_drawn_again_with_what_was_kept():
    found = drawings(sound("form"), draw_here)

    used = [each for each in found if each.moment == "used" and each.locale == "zh"]
    assert ("action", "submit") in [(each.kind, each.name) for each in used]
    assert any(part["component"] == "StatusTimeline" for each in used for _, part in parts(each.answer))


def test_drawing_twice_gives_the_same():
    assert drawings(sound("booking"), draw_here) == drawings(sound("booking"), draw_here)


@pytest.mark.parametrize(
    ("body", "kind", "line"),
    [
        ("    return 1 / 0", "ZeroDivisionError", 5),
        ("    import os\n    return os", "ModuleNotFoundError", 5),
        ("    return open('/etc/passwd')", "NotInMiniApps", 5),
        ("    return None", "TypeError", 1),
        ("    return object()", "TypeError", 1),
        ("    raise SystemExit(3)", "SystemExit", 5),
        ("    return home(ctx, data)", "RecursionError", 3),
        ("    return 'x' * 10**11", "MemoryError", 5),
    ],
)
def test_what_goes_wrong_is_told_with_the_authors_line(body, kind, line):
    drawing = first(project_of(body))

    assert (drawing.failed.type, drawing.failed.line) == (kind, line)
    assert drawing.answer is None


def test_a_loop_without_end_is_stopped_at_its_line_and_not_tried_again():
    found = drawings(project_of("    while True:\n        data = {}"), draw_here)

    stopped = [each.failed for each in found if each.failed]
    assert [(each.type, each.line in {5, 6}) for each in stopped if each.type == "TooManySteps"] == [
        ("TooManySteps", True)
    ]


def test_a_package_that_cannot_be_loaded_is_told_with_its_line():
    drawing = first(project_of("    return {}", head="x = {}['gone']\n" + HEAD))

    assert (drawing.failed.type, drawing.failed.file, drawing.failed.line) == ("KeyError", "app.py", 1)


def test_what_no_exception_can_stop_is_ended_at_the_deadline_and_told_with_its_line(monkeypatch):
    monkeypatch.setattr(drawn, "DEADLINE_SECONDS", 1.0)

    failed = first(project_of("    return 9 ** 9 ** 9")).failed

    assert (failed.type, failed.file, failed.line) == ("DidNotFinish", "app.py", 5)


def test_what_swallows_every_exception_is_ended_too(monkeypatch):
    monkeypatch.setattr(drawn, "DEADLINE_SECONDS", 3.0)
    body = """    while True:
        try:
            pass
        except BaseException:
            pass"""

    failed = first(project_of(body)).failed

    assert failed.type in {"DidNotFinish", "TooManySteps"}
    assert failed.line in range(5, 10)


def test_what_an_author_prints_does_not_disturb_the_answer():
    drawing = first(project_of("    print('}{' * 1000)\n    return ui.screen('题', ui.text('一'))"))

    assert drawing.answer["title"] == "题"


def test_without_an_app_or_with_a_syntax_error_nothing_is_drawn():
    assert drawings(Project(name="x", files={}), draw_here) == []
    assert drawings(project_of("    return ("), draw_here) == []


def test_an_example_beside_a_question_is_what_is_sent_and_mock_departments_answer():
    found = drawings(sound("query"), draw_here)

    asked = [call for each in found for call in each.calls if call[0] == "http.fetch"]
    assert asked[0][1]["url"] == "https://progress.example.gov.cn/api/cases?number=SL20260001"
    assert any(part["component"] == "StatusTimeline" for each in shown(found) for _, part in parts(each.screen))
    assert {each.moment for each in found} == {"fresh", "used", "unknown", "refused", "probe"}
