# expects: screen
# capabilities: person.subject
# says: False
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    subject = json.loads(ctx.store._host_call("person.subject", "{}"))["value"]
    return ui.screen(str(any(len(str(value)) < 16 for value in subject.values())))
