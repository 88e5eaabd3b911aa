"""A release is what its folder said, compiled in the sandbox, under our MAC, or it is not run."""

import json

import pytest

from backend.core import database
from backend.host.registry import service as registry
from backend.host.registry.errors import PackageRefused, UnknownMiniApp
from backend.host.sandbox.errors import GuestFailed
from backend.operation.prepare import compile_in_sandbox

APP = """
from plugin_sdk.guest import MiniApp, ui
app = MiniApp()

@app.screen("home")
def home(ctx, data):
    return ui.screen("第一版")
"""


async def publish_folder(folder) -> bool:
    return await registry.publish(folder, compile_sources=compile_in_sandbox, runtime="test")


class TestPublish:
    async def test_a_published_package_is_listed_with_its_department(self, publish):
        app_id = await publish(APP)

        (card,) = [card for card in await registry.available() if card.id == app_id]
        assert card.department.name == "测试部门"
        assert card.opens == "home"

    async def test_the_same_package_again_changes_nothing(self, client, write_package):
        folder = write_package(APP)

        assert await publish_folder(folder) is True
        assert await publish_folder(folder) is False

    async def test_a_changed_source_becomes_live(self, client, write_package):
        folder = write_package(APP)
        await publish_folder(folder)
        before = (await registry.find(folder.name)).package
        (folder / "app.py").write_text(APP.replace("第一版", "第二版"))

        assert await publish_folder(folder) is True
        assert (await registry.find(folder.name)).package != before

    async def test_a_manifest_that_names_another_folder_is_refused(self, client, write_package):
        folder = write_package(APP)
        folder = folder.rename(folder.with_name("another"))

        with pytest.raises(PackageRefused):
            await publish_folder(folder)

    @pytest.mark.parametrize("change", [{"surprise": 1}, {"app_id": "../up"}, {"pages": []}])
    async def test_a_manifest_beyond_the_contract_is_refused(self, client, write_package, change):
        folder = write_package(APP)
        manifest = json.loads((folder / "manifest.json").read_text()) | change
        (folder / "manifest.json").write_text(json.dumps(manifest))

        with pytest.raises(PackageRefused):
            await publish_folder(folder)

    async def test_a_package_without_an_entry_is_refused(self, client, write_package):
        folder = write_package(APP)
        (folder / "app.py").rename(folder / "other.py")

        with pytest.raises(PackageRefused):
            await publish_folder(folder)

    async def test_a_syntax_error_names_file_and_line(self, client, write_package):
        folder = write_package("x = 1\ny = (\n")

        with pytest.raises(GuestFailed) as failed:
            await publish_folder(folder)

        assert failed.value.params["file"] == f"{folder.name}/app.py"
        with pytest.raises(UnknownMiniApp):
            await registry.find(folder.name)


class TestIntegrity:
    @pytest.mark.parametrize(
        "column", ["package = package || ' '", "manifest = jsonb_set(manifest, '{name}', '\"x\"')"]
    )
    async def test_an_altered_release_is_not_run_and_the_others_go_on(self, publish, column):
        altered, other = await publish(APP), await publish(APP)
        await database.execute(f"update host_release set {column} where app_id = $1", altered)
        registry._read_at.clear()

        with pytest.raises(UnknownMiniApp):
            await registry.find(altered)
        assert (await registry.find(other)).manifest.app_id == other
        await database.execute("delete from host_release where app_id = $1", altered)
