# expects: host.guest-failed
# type: ModuleNotFoundError
# says: plugin_sdk.runtime
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import plugin_sdk.runtime

    return ui.screen("题")
