# expects: screen
# says: False
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    said = ctx.store._host_call('person.read\n{"fields":["name"]}', "{}")
    return ui.screen(str('"granted"' in said))
