# expects: screen
# capabilities: store.put
# says: 16 host.too-many-writes
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    codes = [json.loads(ctx.store._host_call("store.put", json.dumps({"key": f"k{n}", "value": 1}))).get("code", "granted") for n in range(20)]
    return ui.screen(f"{codes.count('granted')} {codes[-1]}")
