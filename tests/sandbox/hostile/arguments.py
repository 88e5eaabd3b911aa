# expects: screen
# says: []
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str([word for word in re.enum.sys.argv if word]))
