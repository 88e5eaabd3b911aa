# expects: host.answer-malformed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen("题", ui.tabs(**{f"页{n}": [ui.text("x")] for n in range(50)}))
