# expects: screen
# capabilities: store.get, store.put
# says: host.payload-refused
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    payloads = ["", "null", "[]", "{", "[" * 10_000, "1e999", "NaN", "\ufeff{}", '{"key":1}', '{"key":null}', '{"key":["k"]}', '{"key":"k","key2":1}', '{"Key":"k"}', "\x00", "9" * 5_000, '"' + "x" * 50_000 + '"']
    codes = {json.loads(ctx.store._host_call("store.get", payload)).get("code", "granted") for payload in payloads}
    return ui.screen(" ".join(codes))
