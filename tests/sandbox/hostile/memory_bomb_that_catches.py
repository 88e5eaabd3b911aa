# expects: host.out-of-memory | host.timed-out
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    kept = []
    while True:
        try:
            kept.append(bytes(1_000_000))
        except MemoryError:
            continue
