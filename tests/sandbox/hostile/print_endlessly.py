# expects: host.timed-out
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    while True:
        print("x" * 10_000)
