# expects: screen
# repeats: distinct
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(re.enum.sys.modules["os"].urandom(16).hex())
