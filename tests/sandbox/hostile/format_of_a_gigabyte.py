# expects: host.out-of-memory | host.guest-failed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(len(f"{1:>2000000000}")))
