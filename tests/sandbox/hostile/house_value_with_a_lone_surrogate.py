# expects: screen
# capabilities: store.put
# says: host.payload-refused
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    answer = json.loads(ctx.store._host_call("store.put", '{"key":"k","value":"\\ud800"}'))
    return ui.screen(answer.get("code", "granted"))
