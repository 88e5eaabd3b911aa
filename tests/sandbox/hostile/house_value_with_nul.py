# expects: screen
# capabilities: store.get, store.put
# says: host.payload-refused
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    answer = json.loads(ctx.store._host_call("store.put", json.dumps({"key": "k", "value": "a\x00b"})))
    return ui.screen(answer.get("code", "granted"))
