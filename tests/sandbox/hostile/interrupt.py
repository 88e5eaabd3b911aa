# expects: host.guest-failed
# type: KeyboardInterrupt
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    raise KeyboardInterrupt
