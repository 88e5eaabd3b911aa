# expects: host.out-of-memory
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(len("x" * 2**30)))
