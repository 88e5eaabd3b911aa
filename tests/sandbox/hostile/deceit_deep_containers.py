# expects: host.answer-malformed | host.guest-failed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    inner = ui.text("x")
    for _ in range(30):
        inner = ui.column(inner)
    return ui.screen("题", inner)
