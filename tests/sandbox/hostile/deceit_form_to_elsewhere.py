# expects: host.answer-malformed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen("题", {"component": "Form", "schema": {"type": "object", "properties": {}}, "uischema": {"type": "VerticalLayout", "elements": []}, "submit": {"text": "交", "action": "https://evil.example/"}})
