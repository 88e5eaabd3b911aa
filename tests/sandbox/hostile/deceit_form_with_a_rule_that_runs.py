# expects: host.answer-malformed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen("题", {"component": "Form", "schema": {"type": "object", "properties": {"a": {"type": "string", "title": "a", "x-field": "ShortText"}}}, "uischema": {"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/a", "onchange": "alert(1)"}]}, "submit": {"text": "交", "action": "act"}})
