# expects: screen
# repeats: distinct
import uuid

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(uuid.uuid4()))
