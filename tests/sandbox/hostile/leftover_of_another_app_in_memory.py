# expects: screen
# says: []
# repeats: same
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    modules = [name for name in re.enum.sys.modules if name.endswith(".app") and not name.startswith(("demo", "plugin_sdk"))]
    return ui.screen(str([name for name in modules if "rehearsal" not in name]))
