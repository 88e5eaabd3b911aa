# expects: host.out-of-memory | host.timed-out
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(len(json.loads("[" + "[]," * 5_000_000 + "[]]"))))
