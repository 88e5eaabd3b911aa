# expects: host.guest-failed
# type: ModuleNotFoundError
# says: builtins
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import builtins

    return ui.screen("题")
