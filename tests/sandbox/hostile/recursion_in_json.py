# expects: host.guest-failed | host.guest-trapped
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(json.loads("[" * 200_000)))
