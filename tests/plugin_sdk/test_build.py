import shutil

import pytest

from plugin_sdk.runtime import build
from plugin_sdk.runtime.mac import is_genuine

KEY = bytes(range(32))


class TestInputsDigest:
    def test_it_is_the_same_twice(self):
        assert build.inputs_digest() == build.inputs_digest()

    def test_it_changes_with_any_source(self, tmp_path, monkeypatch):
        before = build.inputs_digest()
        copy = tmp_path / "plugin_sdk"
        shutil.copytree(build.SDK, copy, ignore=shutil.ignore_patterns("__pycache__"))
        with (copy / "guest" / "ui.py").open("a", encoding="utf-8") as source:
            source.write("# changed\n")
        monkeypatch.setattr(build, "SDK", copy)
        monkeypatch.setattr(build, "WIT", copy / "runtime" / "runtime.wit")

        assert build.inputs_digest() != before

    def test_it_changes_with_the_builder(self, monkeypatch):
        before = build.inputs_digest()
        monkeypatch.setattr(build, "version", lambda _: "0.0.0")

        assert build.inputs_digest() != before


class TestBuildComponent:
    def test_what_is_there_is_not_built_again(self, tmp_path):
        there = tmp_path / f"runtime-{build.inputs_digest()[:16]}.wasm"
        there.write_bytes(b"kept")

        assert build.build_component(tmp_path).read_bytes() == b"kept"

    @pytest.mark.slow
    def test_sources_that_do_not_build_are_named(self, tmp_path):
        (tmp_path / "broken.py").write_text("this is = wrong\n")

        with pytest.raises(build.ComponentNotBuilt, match="SyntaxError"):
            build.componentize(tmp_path, wit=build.WIT, world="mini-app", entry="broken", out=tmp_path / "out.wasm")


class TestPrecompile:
    def test_an_image_carries_its_mac_and_is_made_again_under_another_key(self, tmp_path):
        component = tmp_path / "small.wasm"
        component.write_bytes(b"\0asm\x0d\0\1\0")
        image = build.precompile(component, image=tmp_path / "small.cwasm", key=KEY)

        assert is_genuine(image, image.read_bytes(), key=KEY)
        assert not is_genuine(image, image.read_bytes(), key=KEY[::-1])
        assert image.stat().st_mode & 0o777 == 0o400
