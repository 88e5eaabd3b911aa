# expects: host.timed-out
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


class Slow:
    def __hash__(self):
        while True:
            pass


@app.screen("home")
def home(ctx, data):
    return ui.screen(str({Slow(): 1}))
