# expects: host.guest-failed
# type: ModuleNotFoundError
# says: wit_world
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import wit_world

    return ui.screen("题")
