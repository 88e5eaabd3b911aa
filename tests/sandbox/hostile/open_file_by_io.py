# expects: host.guest-failed
# type: NotInMiniApps
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(re.enum.sys.modules["io"].open("/etc/passwd").read())
