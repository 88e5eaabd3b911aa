# expects: host.guest-failed
# type: NotInMiniApps
# says: sleep
import time

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    time.sleep(3600)
