# expects: host.answer-malformed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    data = {}
    for _ in range(18):
        data = {"x": data}
    return ui.screen("题", data=data)
