# expects: host.too-many-host-calls
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    while True:
        ctx.store.get("x")
