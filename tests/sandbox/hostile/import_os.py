# expects: host.guest-failed
# type: ModuleNotFoundError
# says: os
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import os

    return ui.screen("题")
