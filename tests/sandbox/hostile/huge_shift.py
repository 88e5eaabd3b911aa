# expects: host.out-of-memory | host.timed-out | host.guest-failed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str((1 << (8 * 10**9)) % 7))
