# expects: host.guest-failed
# type: ValueError
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen("题", data={"x": float("nan")})
