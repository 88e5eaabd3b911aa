# expects: host.guest-failed
# type: ModuleNotFoundError
# says: marshal
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import marshal

    return ui.screen("题")
