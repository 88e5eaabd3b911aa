# expects: host.guest-failed | host.guest-trapped
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    ctx.store._host_call("store.get", "\ud800")
    return ui.screen("题")
