# expects: host.guest-failed
# type: ModuleNotFoundError
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    really = re.enum.sys.modules["builtins"].__import__
    return ui.screen(str(really("subprocess")))
