import json

import pytest

from plugin_sdk.tools.commands.new import TEMPLATES, templates
from plugin_sdk.tools.outcome import Exit

NAMES = sorted(templates())


class TestNew:
    @pytest.mark.parametrize("template", NAMES)
    def test_a_project_is_made_with_the_wanted_id_and_nothing_of_the_old_one(self, gkb, tmp_path, template):
        code, told = gkb("new", template, "my_service", "--in", tmp_path)

        manifest = json.loads((tmp_path / "my_service" / "manifest.json").read_text("utf-8"))
        assert code == Exit.FINE
        assert manifest["app_id"] == "my_service"
        assert (tmp_path / "my_service" / "app.py").is_file()
        assert not [name for name in told["data"]["files"] if "__pycache__" in name]
        assert told["data"]["next"][1] == "gkb dev"

    @pytest.mark.parametrize("template", NAMES)
    def test_it_differs_from_its_template_in_the_id_only(self, gkb, tmp_path, template):
        gkb("new", template, "my_service", "--in", tmp_path)

        for path in (TEMPLATES / template).rglob("*.json"):
            copy = tmp_path / "my_service" / path.relative_to(TEMPLATES / template)
            ours, theirs = json.loads(copy.read_text("utf-8")), json.loads(path.read_text("utf-8"))
            if path.name == "manifest.json":
                ours["app_id"] = theirs["app_id"]
            assert ours == theirs

    def test_the_next_two_commands_are_told(self, said, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)

        _, shown, _ = said("new", NAMES[0], "my_service", "--lang", "zh")

        assert shown.splitlines()[-2:] == ["  cd my_service", "  gkb dev"]

    def test_a_folder_that_is_there_is_left_alone(self, gkb, tmp_path):
        (tmp_path / "my_service").mkdir()
        (tmp_path / "my_service" / "mine.txt").write_text("mine", "utf-8")

        code, _ = gkb("new", NAMES[0], "my_service", "--in", tmp_path)

        assert code == Exit.WRONG_USE
        assert [path.name for path in (tmp_path / "my_service").iterdir()] == ["mine.txt"]

    @pytest.mark.parametrize("wrong", ["Form", "my-app", "1st", "a", "x" * 41, "../up", "class", "json", "plugin_sdk"])
    def test_an_id_that_cannot_be_one_is_refused(self, gkb, tmp_path, wrong):
        code, _ = gkb("new", NAMES[0], wrong, "--in", tmp_path)

        assert code == Exit.WRONG_USE
        assert list(tmp_path.iterdir()) == []

    def test_an_unknown_template_names_those_that_there_are(self, gkb, tmp_path):
        code, told = gkb("new", "castle", "my_service", "--in", tmp_path)

        assert code == Exit.WRONG_USE
        assert all(name in told["zh"] for name in NAMES)

    def test_a_place_that_cannot_be_written_is_the_machines_lack(self, gkb, tmp_path):
        (tmp_path / "file").write_text("", "utf-8")

        assert gkb("new", NAMES[0], "my_service", "--in", tmp_path / "file")[0] == Exit.MACHINE_LACKS

    def test_help_lists_each_template_with_a_line(self, said):
        _, shown, _ = said("new", "--help", "--lang", "zh")

        assert all(f"  {name}" in shown for name in NAMES)

    def test_without_arguments_the_templates_are_listed(self, gkb):
        code, told = gkb("new")

        assert code == Exit.FINE
        assert list(told["data"]["templates"]) == NAMES
        assert len(told["zh"].splitlines()) == len(NAMES) + 1

    def test_without_an_id_it_is_wrong_use(self, gkb):
        assert gkb("new", NAMES[0])[0] == Exit.WRONG_USE

    def test_each_template_has_words_of_its_own_in_both_languages(self):
        assert all(words.zh != words.en for words in templates().values())
