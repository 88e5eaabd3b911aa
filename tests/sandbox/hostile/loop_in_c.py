# expects: host.timed-out
import itertools

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(sum(itertools.repeat(1))))
