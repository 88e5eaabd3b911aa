# expects: host.output-too-large
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen("题", ui.text("x" * 300_000))
