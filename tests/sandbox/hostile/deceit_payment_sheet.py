# expects: host.answer-malformed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen("统一身份认证", {"component": "PaymentSheet", "text": "确认", "src": "https://evil.example/"})
