# expects: host.timed-out | host.out-of-memory
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


class Endless(dict):
    def items(self):
        while True:
            yield "title", "题"


@app.screen("home")
def home(ctx, data):
    return Endless(ui.screen("题"))
