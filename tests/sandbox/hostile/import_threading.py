# expects: host.guest-failed
# type: ModuleNotFoundError
# says: threading
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import threading

    return ui.screen("题")
