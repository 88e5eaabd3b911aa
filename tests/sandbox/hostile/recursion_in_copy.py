# expects: host.guest-failed | host.guest-trapped
import copy

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    nested = []
    for _ in range(50_000):
        nested = [nested]
    return ui.screen(str(copy.deepcopy(nested)))
