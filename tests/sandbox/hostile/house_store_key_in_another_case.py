# expects: screen
# capabilities: store.get, store.put
# says: host.payload-refused
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    ctx.store.put("kk", 1)
    second = json.loads(ctx.store._host_call("store.get", json.dumps({"key": "KK"})))
    return ui.screen(str(second.get("code") or second["value"]["value"]))
