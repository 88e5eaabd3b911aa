# expects: host.too-many-host-calls
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    ctx.store._host_call("x" * 100_000, "{}")
