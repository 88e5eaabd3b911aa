# expects: host.guest-failed
# type: ModuleNotFoundError
# says: gc
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import gc

    return ui.screen("题")
