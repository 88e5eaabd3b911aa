# expects: host.guest-failed
# type: Rude
# says: cannot be printed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


class Rude(Exception):
    def __str__(self):
        raise SystemExit


@app.screen("home")
def home(ctx, data):
    raise Rude
