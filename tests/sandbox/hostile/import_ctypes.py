# expects: host.guest-failed
# type: ModuleNotFoundError
# says: ctypes
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import ctypes

    return ui.screen("题")
