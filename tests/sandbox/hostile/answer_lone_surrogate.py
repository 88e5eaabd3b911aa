# expects: host.guest-failed
# type: UnicodeEncodeError
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen("\ud800")
