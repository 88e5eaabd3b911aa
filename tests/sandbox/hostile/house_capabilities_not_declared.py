# expects: screen
# capabilities: store.get
# says: host.not-granted
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    names = ["store.put", "person.read", "person.subject", "message.send", "records.list", "records.create", "booking.mine", "booking.hold", "http.fetch"]
    codes = {json.loads(ctx.store._host_call(name, "{}")).get("code", "granted") for name in names}
    return ui.screen(" ".join(codes))
