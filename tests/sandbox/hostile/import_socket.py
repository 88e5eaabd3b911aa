# expects: host.guest-failed
# type: ModuleNotFoundError
# says: socket
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import socket

    return ui.screen("题")
