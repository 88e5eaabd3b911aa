# expects: host.guest-failed
# type: NotInMiniApps
# says: reviewer
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(eval("1"))
