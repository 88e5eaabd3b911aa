# expects: host.answer-malformed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen("题", {"component": "Image", "url": "https://evil.example/pixel.gif", "alt": "x"})
