import json
import shutil
import socket
import subprocess

import pytest

from plugin_sdk.contract.schemas import schemas
from plugin_sdk.tools.outcome import Exit
from tests.plugin_sdk.tools.conftest import ROOT

TSC = ROOT / "backend" / "shell" / "node_modules" / ".bin" / "tsc"


class TestCheck:
    def test_a_good_mini_app_is_fine(self, gkb, mini_app):
        code, told = gkb("check", mini_app)

        assert code == Exit.FINE, told["problems"]
        assert told["data"]["errors"] == 0

    def test_problems_have_place_cause_and_fix(self, gkb, mini_app):
        manifest = json.loads((mini_app / "manifest.json").read_text("utf-8"))
        manifest["pages"].append("missing")
        (mini_app / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2), "utf-8")

        code, told = gkb("check", mini_app)

        assert code == Exit.PROBLEMS
        assert told["data"]["errors"] >= 1
        for problem in told["problems"]:
            assert problem["file"]
            assert problem["line"] >= 1
            assert all(problem[name] for name in ("zh", "en", "cause_zh", "cause_en", "fix_zh", "fix_en", "doc"))


class TestDoctor:
    def findings(self, told):
        return {one["name"]: one for one in told["data"]["findings"]}

    def test_every_finding_that_is_not_good_has_a_fix(self, gkb, mini_app):
        _, told = gkb("doctor", mini_app)

        found = self.findings(told)
        assert set(found) >= {"python", "sdk", "wasmtime", "pages", "port", "cache", "project", "writable"}
        assert all(one["fix"] for one in found.values() if not one["good"])

    def test_a_broken_project_is_found(self, gkb, mini_app):
        (mini_app / "manifest.json").write_text("{", "utf-8")

        code, told = gkb("doctor", mini_app)

        assert code == Exit.MACHINE_LACKS
        assert told["data"]["missing"] == ["project"]

    def test_a_taken_port_is_found(self, gkb, mini_app):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            _, told = gkb("doctor", mini_app, "--port", taken.getsockname()[1])

        assert self.findings(told)["port"]["good"] is False

    def test_outside_of_a_project_it_says_so_and_looks_at_the_machine(self, gkb, tmp_path):
        code, told = gkb("doctor", tmp_path)

        assert code == Exit.FINE
        assert self.findings(told)["project"]["good"] is False


class TestTypes:
    def test_every_schema_is_written_and_every_type_declared(self, gkb, tmp_path):
        code, told = gkb("types", "--out", tmp_path / "out")

        declared = (tmp_path / "out" / "contract.d.ts").read_text("utf-8")
        assert code == Exit.FINE
        for name, schema in schemas().items():
            assert json.loads((tmp_path / "out" / "schemas" / f"{name}.json").read_text("utf-8")) == schema
        outcome = json.loads((tmp_path / "out" / "schemas" / "outcome.json").read_text("utf-8"))
        assert set(outcome["$defs"]["Told"]["required"]) == set(told)
        for name in ("Manifest", "Screen", "FactTable", "ActionAnswer", "CallRequest"):
            assert f" {name} " in declared
        assert told["data"]["settings"]["json.schemas"][0]["fileMatch"] == ["manifest.json"]

    @pytest.mark.slow
    def test_the_declarations_are_typescript(self, gkb, tmp_path):
        gkb("types", "--out", tmp_path)
        (tmp_path / "use.ts").write_text(
            'import type { Text, Manifest } from "./contract";\n'
            'export const text: Text = { component: "Text", text: "好", variant: "h1" };\n'
            "// @ts-expect-error\nexport const wrong: Manifest = {};\n",
            "utf-8",
        )
        assert TSC.exists(), "the shell's TypeScript is not installed: make setup"

        ended = subprocess.run(
            [shutil.which("node") or "node", str(TSC.resolve()), "--noEmit", "--strict", str(tmp_path / "use.ts")],
            capture_output=True, text=True, check=False,
        )  # fmt: skip

        assert ended.stdout == ""
        assert ended.returncode == 0

    def test_a_place_that_cannot_be_written_is_the_machines_lack(self, gkb, tmp_path):
        (tmp_path / "file").write_text("", "utf-8")

        assert gkb("types", "--out", tmp_path / "file")[0] == Exit.MACHINE_LACKS
