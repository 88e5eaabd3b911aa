# expects: host.answer-malformed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen("题", {"component": "Form", "schema": {"type": "object", "properties": {"a": {"$ref": "https://evil.example/schema.json"}}}, "uischema": {"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/a"}]}, "submit": {"text": "交", "action": "act"}})
