# expects: host.guest-failed
# type: ModuleNotFoundError
# says: sys
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import sys

    return ui.screen("题")
