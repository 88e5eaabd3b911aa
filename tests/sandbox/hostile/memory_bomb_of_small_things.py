# expects: host.out-of-memory | host.timed-out
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    kept = {}
    while True:
        kept[len(kept)] = str(len(kept))
