# expects: screen
# capabilities: person.read
# says: nothing
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    asked = [{"purpose": "other", "fields": ["name"]}, {"purpose": "test", "fields": ["idNumber"]}, {"purpose": "test", "fields": ["name", "phone"]}, {"purpose": "test", "fields": []}, {"purpose": "test", "fields": ["*"]}, {"purpose": "test ", "fields": ["name"]}, {"purpose": "TEST", "fields": ["name"]}]
    codes = {json.loads(ctx.store._host_call("person.read", json.dumps(one))).get("code", "granted") for one in asked}
    return ui.screen("granted" if "granted" in codes else "nothing")
