# expects: screen
# capabilities: store.get
# says: host.not-granted
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    names = ["STORE.GET", " store.get", "store.get ", "store.get\x00", "store．get", "store.list", "person.read-all", "admin", "sql", "audit.record", "registry.publish", "gesture.mint", "intent.sign", "x" * 5_000, ""]
    codes = {json.loads(ctx.store._host_call(name, '{"key":"k"}')).get("code", "granted") for name in names}
    return ui.screen(" ".join(codes))
