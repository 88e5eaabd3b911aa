# expects: screen
# says: {}
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(dict(re.enum.sys.modules["os"].environ)))
