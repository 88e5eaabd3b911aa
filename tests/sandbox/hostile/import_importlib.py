# expects: host.guest-failed
# type: ModuleNotFoundError
# says: importlib
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import importlib

    return ui.screen("题")
