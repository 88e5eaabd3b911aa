# expects: host.guest-failed | host.guest-trapped
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    stand_ins = re.enum.sys.modules["plugin_sdk.runtime.inside.stand_ins"]
    stand_ins.SYSTEM_EVENTS = ("nothing",)
    with re.enum.sys.modules["io"].open("/tmp/escaped", "w") as file:
        file.write("x")
    return ui.screen("题")
