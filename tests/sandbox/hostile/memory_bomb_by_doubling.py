# expects: host.out-of-memory | host.timed-out | host.guest-failed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    letters = "x"
    while True:
        letters += letters
