# expects: host.timed-out
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(7 ** (10**9) % 10))
