# expects: host.guest-failed
# type: NotInMiniApps
# says: ctx.store
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    open("/etc/passwd").read()
