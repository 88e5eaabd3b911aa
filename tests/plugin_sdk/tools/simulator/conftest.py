"""A mini-app that asks the host for everything, and a world in which it runs on plain Python."""

import json

import pytest

from plugin_sdk.tools.simulator.plain import PlainEngine
from plugin_sdk.tools.simulator.world import World

NOW = "2026-01-15T09:30:00+08:00"
CAPABILITIES = (
    "person.read", "person.subject", "store.get", "store.put", "message.send", "records.create", "records.get",
    "records.update", "records.list", "booking.resources", "booking.slots", "booking.hold", "booking.wait",
    "booking.cancel", "booking.mine", "http.fetch",
)  # fmt: skip
APP = '''"""Asks the host for whatever it is told to, and shows what came back."""

import json

from plugin_sdk.guest import MiniApp, done, field_error, invalid, receipt, ui
from plugin_sdk.guest.capabilities import CapabilityRefused, ask

app = MiniApp()


def asked(ctx, given):
    told = []
    for capability, payload in given.get("ask", []):
        try:
            told.append(ask(ctx.store._host_call, capability, **payload))
        except CapabilityRefused as refused:
            told.append(refused.code)
    print("said", len(told))
    if given.get("raise"):
        raise ValueError(given["raise"])
    return json.dumps(told, ensure_ascii=False)


@app.screen("home")
def home(ctx, given):
    told = asked(ctx, given)
    launched = ctx.launch.app + "/" + ctx.launch.intent if ctx.launch else "nobody"
    return ui.screen("首页", ui.text(told), ui.text(launched), ui.button("做", action="do"))


@app.screen("launcher")
def launcher(ctx, given):
    button = {"component": "Button", "text": "去", "action": ui.to_launch(given["app"], "show", number=1)}
    return ui.screen("跳转", button)


@app.screen("quiet")
def quiet(ctx, given):
    return ui.screen("安静", ui.text("没有可做的"))


@app.screen("broken")
def broken(ctx, given):
    return {"title": "x"}


@app.screen("endless")
def endless(ctx, given):
    while True:
        pass


@app.action("do")
def do(ctx, given):
    told = asked(ctx, given)
    if given.get("wrong"):
        return invalid(field_error("x", zh="不对", en="wrong"))
    return done(receipt("1", told[:200] or "-"))


@app.action("hidden")
def hidden(ctx, given):
    return done()
'''


def manifest(**gkb):
    bilingual = {"zh": "理由", "en": "reason"}
    return {
        "app_id": "asker",
        "name": "询问",
        "short_name": "询问",
        "description": "测试用",
        "version": {"code": 1, "name": "0.1.0"},
        "platform_version": {"min_code": 1},
        "pages": ["home", "launcher", "quiet", "broken", "endless"],
        "lang": "zh-CN",
        "icons": [{"src": "flame"}],
        "gkb": {
            "department": {"name": "示例市民政局"},
            "actions": ["do", "hidden"],
            "capabilities": [{"name": name, "reason": bilingual} for name in CAPABILITIES],
            "purposes": [
                {
                    "id": "apply", "text": bilingual, "fields": ["name", "idNumber"], "legal_basis": "本人同意",
                    "text_version": "1", "term_days": 30,
                }
            ],
            "outbound_hosts": ["data.example.gov.cn"],
            "collections": [{"name": "posts", "text": bilingual, "most_records": 2}],
            "intents": [{"name": "open", "screen": "home", "text": bilingual, "params": {"number": "integer"}}],
            "launches": [{"app": "other_app", "intent": "show", "reason": bilingual}],
            "contacts": [{"role": "咨询", "name": "窗口", "phone": "12345"}],
            **gkb,
        },
    }  # fmt: skip


@pytest.fixture(scope="session")
def engine():
    made = PlainEngine()
    yield made
    made.close()


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "asker"
    folder.mkdir()
    (folder / "app.py").write_text(APP, "utf-8")
    (folder / "manifest.json").write_text(json.dumps(manifest(), ensure_ascii=False), "utf-8")
    return folder


@pytest.fixture
def make_world(project, engine):
    """A world whose manifest's `gkb` has these members changed."""

    def make(**gkb):
        if gkb:
            (project / "manifest.json").write_text(json.dumps(manifest(**gkb), ensure_ascii=False), "utf-8")
        world = World(project, engine)
        assert world.reload(), world.load_problems
        world.clock.set_to(NOW)
        return world

    return make
