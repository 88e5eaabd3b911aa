"""Whatever bytes lie in whatever file: findings, never an exception, and never a rule that failed."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin_sdk.tools.check import check
from plugin_sdk.tools.json_text import JsonText
from plugin_sdk.tools.project import Project
from tests.plugin_sdk.tools.check.seeded import sound

pytestmark = pytest.mark.slow

FILES = sorted(sound().files)
SOUND = sound().files
QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60, derandomize=True)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def no_rule_fails(project):
    for problem in check(project, draw=None):
        assert problem.code != "check.rule-failed", problem.en
        assert problem.line >= 1
        problem.say("zh").encode()


@QUIET
@given(file=st.sampled_from(FILES), content=st.binary(max_size=400))
def test_any_bytes_in_any_file(file, content):
    no_rule_fails(Project(name="form", files={**SOUND, file: content}))


@QUIET
@given(file=st.sampled_from(FILES), at=st.integers(0, 4_000), length=st.integers(0, 40), content=st.binary(max_size=12))
def test_any_damage_to_a_sound_file(file, at, length, content):
    whole = SOUND[file]
    no_rule_fails(Project(name="form", files={**SOUND, file: whole[:at] + content + whole[at + length :]}))


@QUIET
@given(pointer=st.sampled_from(["app_id", "pages", "gkb", "version", "icons", "name", "description"]), value=JSON)
def test_any_json_in_any_member(pointer, value):
    manifest = {**json.loads(SOUND["manifest.json"]), pointer: value}
    no_rule_fails(Project(name="form", files={**SOUND, "manifest.json": json.dumps(manifest).encode()}))


@QUIET
@given(
    member=st.sampled_from(
        [
            "actions",
            "capabilities",
            "purposes",
            "outbound_hosts",
            "collections",
            "intents",
            "launches",
            "quotas",
            "contacts",
        ]
    ),
    value=JSON,
)
def test_any_json_in_any_member_of_gkb(member, value):
    manifest = json.loads(SOUND["manifest.json"])
    manifest["gkb"][member] = value
    no_rule_fails(Project(name="form", files={**SOUND, "manifest.json": json.dumps(manifest).encode()}))


@QUIET
@given(value=JSON)
def test_json_is_read_as_the_standard_library_reads_it(value):
    text = json.dumps(value)

    read = JsonText(text)

    assert read.error is None
    assert json.dumps(read.value) == json.dumps(json.loads(text))


@QUIET
@given(text=st.text(alphabet='{}[]:,"\\ \n1e.-truefalsn', max_size=60))
def test_json_is_refused_when_the_standard_library_refuses_it(text):
    try:
        json.loads(text)
    except ValueError:
        assert JsonText(text).error is not None
    else:
        assert JsonText(text).error is None


def test_nesting_without_end_is_refused_and_not_crashed_upon():
    for text in ("[" * 100_000, '{"a":' * 100_000, "-" * 100_000, "9" * 10_000):
        assert JsonText(text).error is not None


def test_deep_code_is_a_finding():
    project = Project(name="form", files={**SOUND, "app.py": b"x = " + b"(" * 5_000 + b")" * 5_000})

    assert "code.syntax-error" in [problem.code for problem in check(project, draw=None)]


@settings(QUIET, max_examples=12)
@given(
    at=st.integers(0, 4_000), length=st.integers(0, 8), content=st.sampled_from([b"", b"0", b"x", b")", b"'", b"None"])
)
def test_any_damage_to_code_that_is_drawn(at, length, content):
    whole = SOUND["app.py"]
    project = Project(name="form", files={**SOUND, "app.py": whole[:at] + content + whole[at + length :]})

    assert "check.rule-failed" not in {problem.code for problem in check(project)}


@settings(QUIET, max_examples=12)
@given(value=JSON)
def test_any_answer_of_a_mock_department(value):
    query = sound("query").files
    mock = next(path for path in query if path.startswith("mocks/"))
    project = Project(name="query", files={**query, mock: json.dumps(value).encode()})

    assert check(project) == []
