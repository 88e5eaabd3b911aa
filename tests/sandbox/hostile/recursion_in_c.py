# expects: host.guest-trapped | host.guest-failed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    return ui.screen(repr(nested))
