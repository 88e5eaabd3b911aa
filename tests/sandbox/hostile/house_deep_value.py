# expects: screen
# capabilities: store.put
# says: host.payload-refused
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    codes = set()
    for depth in (25, 100, 400, 900, 20_000):
        payload = '{"key":"k","value":' + "[" * depth + "]" * depth + "}"
        codes.add(json.loads(ctx.store._host_call("store.put", payload)).get("code", "granted"))
    return ui.screen(" ".join(codes))
