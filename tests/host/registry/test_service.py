"""A release is what its folder said, compiled in the sandbox, under our MAC, or it is not run."""

import json
import random

import pytest
from wasmtime import wat2wasm

from backend.core import database
from backend.host.registry import service as registry
from backend.host.registry.errors import PackageRefused, UnknownMiniApp
from backend.host.sandbox.errors import ComponentRefused, GuestFailed
from backend.operation.prepare import compile_in_sandbox
from plugin_sdk.contract.limits import COMPONENT_BYTES
from tests.sandbox.component_bombs import VISITS

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


class TestPublishComponent:
    """A package in another language: `component.wasm` and a manifest that says so."""

    @pytest.fixture
    def write_component(self, write_package):
        def write(wasm=None, **changes):
            folder = write_package("", capabilities=("store.get", "store.put"))
            manifest = json.loads((folder / "manifest.json").read_text())
            manifest["gkb"] |= {"runtime": "component"} | changes
            (folder / "manifest.json").write_text(json.dumps(manifest))
            (folder / "app.py").unlink()
            (folder / "component.wasm").write_bytes(bytes(wat2wasm(VISITS)) if wasm is None else wasm)
            return folder

        return write

    async def test_it_is_released_and_draws_and_keeps_what_was_promised(self, client, sign_in, write_component):
        folder = write_component()
        person = await sign_in("elder")

        assert await publish_folder(folder) is True
        drawn = await client.post(f"/api/v1/mini-apps/{folder.name}/screens/home", json={}, headers=person)
        assert drawn.json()["screen"]["body"][0]["text"] == "第一次来"
        body = {"data": {}, "gesture": drawn.json()["gesture"]}
        taken = await client.post(f"/api/v1/mini-apps/{folder.name}/actions/act", json=body, headers=person)
        assert taken.json()["outcome"] == "done"
        drawn = await client.post(f"/api/v1/mini-apps/{folder.name}/screens/home", json={}, headers=person)
        assert drawn.json()["screen"]["body"][0]["text"] == "您来过"

    async def test_the_same_component_again_changes_nothing(self, client, write_component):
        folder = write_component()
        await publish_folder(folder)

        assert await publish_folder(folder) is False

    async def test_what_is_not_of_our_world_is_refused_and_not_released(self, client, write_component):
        folder = write_component(bytes(wat2wasm("(component)")))

        with pytest.raises(ComponentRefused):
            await publish_folder(folder)
        with pytest.raises(UnknownMiniApp):
            await registry.find(folder.name)

    async def test_a_component_beside_python_is_refused_whatever_the_manifest_says(self, client, write_component):
        for runtime in ("component", "python"):
            folder = write_component(runtime=runtime)
            (folder / "app.py").write_text(APP)

            with pytest.raises(PackageRefused):
                await publish_folder(folder)

    async def test_a_manifest_without_its_component_is_refused(self, client, write_component):
        folder = write_component()
        (folder / "component.wasm").unlink()

        with pytest.raises(PackageRefused):
            await publish_folder(folder)

    async def test_over_the_size_cap_it_is_refused(self, client, write_component):
        with pytest.raises(PackageRefused):
            await publish_folder(write_component(bytes(COMPONENT_BYTES + 1)))


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

    async def test_a_thousand_flips_truncations_and_swaps_of_stored_rows_are_a_thousand_refusals(self, publish):
        """One mini-app is altered a thousand times, with what another genuine one holds among the alterations."""
        altered, other = await publish(APP), await publish(APP.replace("第一版", "另一版"))
        genuine, theirs = await row_of(altered), await row_of(other)
        chance = random.Random(2026)

        for n in range(1_000):
            await write_row(altered, alteration(genuine, theirs, kind=n % 6, chance=chance))
            if n % 100:  # as the registry reads them; reading all rows a thousand times takes minutes
                row = await database.fetch_one(
                    "select manifest, package, mac from host_release where app_id = $1", altered
                )
                assert registry._checked(row["manifest"], row["package"], bytes(row["mac"])) is None
            else:
                registry._read_at.clear()
                with pytest.raises(UnknownMiniApp):
                    await registry.find(altered)

        await write_row(altered, genuine)
        registry._read_at.clear()
        assert (await registry.find(altered)).manifest.app_id == altered
        assert (await registry.find(other)).manifest.app_id == other


async def row_of(app_id):
    """Manifest as text, package and MAC of a stored release."""
    row = await database.fetch_one(
        "select manifest::text as manifest, package, mac from host_release where app_id = $1", app_id
    )
    return row["manifest"], row["package"], bytes(row["mac"])


async def write_row(app_id, row):
    sql = "update host_release set manifest = ($2::text)::jsonb, package = $3, mac = $4 where app_id = $1"
    await database.execute(sql, app_id, *row)


def alteration(genuine, theirs, *, kind, chance):
    """One altered row: a flip or a truncation in package or MAC, another's part, or a member of the manifest."""
    manifest, package, mac = genuine
    if kind == 0:
        return manifest, flipped(package.encode(), chance).decode("latin-1").replace("\0", "0"), mac
    if kind == 1:
        return manifest, package[: chance.randrange(len(package))], mac
    if kind == 2:
        return manifest, package, flipped(mac, chance)
    if kind == 3:
        return manifest, package, mac[: chance.randrange(len(mac))]
    if kind == 4:
        return chance.choice(
            [(manifest, theirs[1], mac), (manifest, theirs[1], theirs[2]), (manifest, package, theirs[2])]
        )
    return another_manifest(manifest, chance), package, mac


def flipped(content, chance):
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << chance.randrange(7))]) + content[at + 1 :]


def another_manifest(manifest, chance):
    """The manifest with one member changed, left out or surprising; also what is no manifest any more."""
    parts = json.loads(manifest)
    member = chance.choice(list(parts))
    change = chance.randrange(4)
    if change == 0:
        del parts[member]
    elif change == 1:
        parts[member] = chance.choice(["另一个", 7, None, [], {}])
    elif change == 2:
        parts["surprise"] = chance.random()
    else:
        parts["gkb"]["capabilities"] = [
            *parts["gkb"]["capabilities"],
            {"name": "person.read", "reason": {"zh": "x", "en": "x"}},
        ]
    return json.dumps(parts)
