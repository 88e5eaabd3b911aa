# expects: screen
# says: 1
# repeats: same
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    names = vars(re.enum.sys.modules["builtins"])
    names["left"] = names.get("left", 0) + 1
    return ui.screen(str(names["left"]))
