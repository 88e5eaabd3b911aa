# expects: host.timed-out
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


class Same(int):
    def __hash__(self):
        return 1


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(len({Same(n) for n in range(100_000)})))
