# expects: host.guest-failed
# type: ModuleNotFoundError
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import heating_subsidy.app

    return ui.screen("题")
