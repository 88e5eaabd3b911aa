# expects: host.guest-failed
# type: AttributeError
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    re.enum.sys.modules["os"].system("id")
    return ui.screen("题")
