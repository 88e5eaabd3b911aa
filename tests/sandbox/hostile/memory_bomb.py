# expects: host.out-of-memory
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    kept = []
    while True:
        kept.append(bytes(1_000_000))
