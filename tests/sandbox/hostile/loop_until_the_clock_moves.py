# expects: host.timed-out
import time

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    started = time.time()
    while time.time() < started + 3600:
        pass
    return ui.screen("题")
