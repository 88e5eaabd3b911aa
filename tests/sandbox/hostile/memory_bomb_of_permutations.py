# expects: host.out-of-memory | host.timed-out
import itertools

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(len(list(itertools.permutations(range(12))))))
