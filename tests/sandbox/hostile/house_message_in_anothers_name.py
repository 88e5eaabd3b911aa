# expects: screen
# capabilities: message.send
# says: host.payload-refused
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    asked = [{"title": "题", "body": "文", "from": "甘肃省公安厅"}, {"title": "题", "body": "文", "sender": "x"}, {"title": "题", "body": "x" * 60_000}, {"title": "", "body": ""}, {"title": "题" * 1_000, "body": "x"}]
    codes = {json.loads(ctx.store._host_call("message.send", json.dumps(one))).get("code", "granted") for one in asked}
    return ui.screen(" ".join(codes))
