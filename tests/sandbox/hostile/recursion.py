# expects: host.guest-failed
# type: RecursionError
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    def deeper(n):
        return deeper(n + 1)

    deeper(0)
