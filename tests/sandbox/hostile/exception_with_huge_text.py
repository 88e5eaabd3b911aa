# expects: host.guest-failed
# type: ValueError
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    raise ValueError("x" * 10_000_000)
