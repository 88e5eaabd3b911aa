# expects: host.guest-failed
# type: NotInMiniApps
# says: form
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    input()
