# expects: host.guest-failed
# type: ModuleNotFoundError
# says: pickle
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import pickle

    return ui.screen("题")
