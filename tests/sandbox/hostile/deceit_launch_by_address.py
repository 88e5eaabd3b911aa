# expects: host.answer-malformed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen("题", {"component": "Button", "text": "点我", "action": {"kind": "launch", "app": "https://evil.example", "intent": "pay"}})
