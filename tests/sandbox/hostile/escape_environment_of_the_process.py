# expects: screen
# says: 0
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    posix = re.enum.sys.modules["posix"]
    return ui.screen(str(len(posix.environ)))
