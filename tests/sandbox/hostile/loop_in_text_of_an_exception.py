# expects: host.timed-out
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


class Slow(Exception):
    def __str__(self):
        while True:
            pass


@app.screen("home")
def home(ctx, data):
    raise Slow
