# expects: host.guest-failed
# type: ModuleNotFoundError
# says: subprocess
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import subprocess

    return ui.screen("题")
