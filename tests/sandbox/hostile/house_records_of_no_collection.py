# expects: screen
# capabilities: records.list, records.get, records.create, records.update
# says: nothing
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    asked = {"records.list": {"collection": "secret"}, "records.create": {"collection": "secret", "value": {}}, "records.get": {"collection": "secret", "id": "00000000-0000-4000-8000-000000000000"}}
    codes = {json.loads(ctx.store._host_call(name, json.dumps(one))).get("code", "granted") for name, one in asked.items()}
    return ui.screen("granted" if "granted" in codes else "nothing")
