# expects: screen
# says: 1
# repeats: same
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    before = len(re._cache)
    re.compile("left%d" % before)
    return ui.screen(str(len(re._cache) - before))
