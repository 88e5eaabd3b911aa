# expects: host.guest-failed | host.guest-trapped
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(re.enum.sys.modules["faulthandler"]._sigsegv()))
