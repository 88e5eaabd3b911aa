# expects: host.guest-failed
# type: SystemExit
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    raise SystemExit(0)
