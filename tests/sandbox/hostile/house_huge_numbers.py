# expects: screen
# capabilities: store.put
# says: host.payload-refused
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    codes = {json.loads(ctx.store._host_call("store.put", '{"key":"k","value":' + number + "}")).get("code", "granted") for number in ("1e400", "-1e400", "9" * 5_000)}
    return ui.screen(" ".join(sorted(codes)))
