import ast
import sys
from pathlib import Path

import pytest

import plugin_sdk.guest
from plugin_sdk.guest import CapabilityRefused, MiniApp, done, field_error, invalid, ui
from plugin_sdk.guest.app import UnknownName
from plugin_sdk.guest.testing import FakeHost

GUEST = Path(plugin_sdk.guest.__file__).parent
SLOW_TO_DEFINE = {"dataclasses", "typing", "enum"}


@pytest.fixture
def app():
    return MiniApp()


class TestMiniApp:
    def test_a_name_registered_twice_is_refused(self, app):
        app.screen("home")(lambda ctx, data: {})

        with pytest.raises(ValueError, match="registered twice"):
            app.screen("home")(lambda ctx, data: {})

    def test_an_unknown_name_says_what_there_is(self, app):
        app.action("submit")(lambda ctx, data: done())

        with pytest.raises(UnknownName, match="there are: submit"):
            FakeHost().take(app, "sumbit", {})


class TestContext:
    def test_same_entropy_same_ids_and_chance(self, app):
        app.screen("home")(lambda ctx, data: ui.screen(f"{ctx.new_id()} {ctx.new_id()} {ctx.random.random()}"))

        first, again = (FakeHost().draw(app, "home")["title"] for _ in range(2))

        assert first == again
        assert len(set(first.split())) == 3

    def test_ten_thousand_entropies_give_ten_thousand_ids(self, app):
        app.screen("home")(lambda ctx, data: ui.screen(ctx.new_id()))
        host = FakeHost()

        assert len({host.draw(app, "home")["title"] for _ in range(10_000)}) == 10_000

    def test_now_has_the_zone_that_the_host_gave(self, app):
        app.screen("home")(lambda ctx, data: ui.screen(ctx.now.isoformat()))

        assert FakeHost().draw(app, "home")["title"] == "2026-01-15T09:30:00+08:00"


class TestCapabilities:
    def test_a_refusal_is_an_exception_with_its_code(self, app):
        @app.screen("home")
        def home(ctx, data):
            with pytest.raises(CapabilityRefused) as refused:
                ctx.person.read(purpose="p", fields=["name"])
            return ui.screen(refused.value.code)

        assert FakeHost(refuse={"person.read": "host.not-granted"}).draw(app, "home")["title"] == "host.not-granted"

    def test_a_field_that_was_not_asked_for_is_a_key_error(self, app):
        @app.screen("home")
        def home(ctx, data):
            person = ctx.person.read(purpose="p", fields=["name"])
            with pytest.raises(KeyError):
                person["phone"]
            return ui.screen(person["name"] or "不知道")

        assert FakeHost(person={"phone": "13800000000"}).draw(app, "home")["title"] == "不知道"

    def test_put_if_absent_keeps_the_first_value(self, app):
        @app.action("submit")
        def submit(ctx, data):
            return done({"number": str(ctx.store.put_if_absent("key", data["value"])), "title": "题", "facts": []})

        host = FakeHost()

        numbers = [host.take(app, "submit", {"value": value})["receipt"]["number"] for value in (1, 2)]

        assert numbers == ["1", "1"]


class TestAnswers:
    def test_invalid_without_an_error_is_the_authors_mistake(self):
        with pytest.raises(ValueError, match="at least one"):
            invalid()

    def test_a_field_error_speaks_both_languages(self):
        assert invalid(field_error("area", zh="错", en="wrong"))["errors"] == [
            {"field": "area", "zh": "错", "en": "wrong"}
        ]


class TestUi:
    @pytest.mark.parametrize("wrong", [{}, {"screen": "a", "action": "b"}])
    def test_a_button_leads_to_exactly_one_thing(self, wrong):
        with pytest.raises(ValueError, match="exactly one"):
            ui.button("点", **wrong)


def imports_of(file):
    """Roots of what a module imports."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("file", sorted(GUEST.glob("*.py")), ids=lambda file: file.stem)
def test_the_guest_imports_the_standard_library_only_and_nothing_slow(file):
    roots = set(imports_of(file))

    assert roots <= {*sys.stdlib_module_names, "plugin_sdk"}
    if file.name != "testing.py":
        assert not roots & SLOW_TO_DEFINE
