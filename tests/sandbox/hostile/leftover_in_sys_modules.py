# expects: screen
# says: 1
# repeats: same
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    modules = re.enum.sys.modules
    modules["left"] = modules.get("left", 0) + 1
    return ui.screen(str(modules["left"]))
