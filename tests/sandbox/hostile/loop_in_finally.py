# expects: host.timed-out
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    try:
        return ui.screen("题")
    finally:
        while True:
            pass
