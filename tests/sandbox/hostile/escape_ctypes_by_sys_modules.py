# expects: host.guest-failed
# type: KeyError
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(re.enum.sys.modules["_ctypes"]))
