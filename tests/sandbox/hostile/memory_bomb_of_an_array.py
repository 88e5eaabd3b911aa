# expects: host.out-of-memory | host.guest-failed
import array

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(len(array.array("d", [0.0]) * 10**9)))
