# expects: screen
# says: []
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    frame = re.enum.sys._getframe()
    while frame.f_code.co_name != "_handled":
        frame = frame.f_back
    known = {"app", "context", "input", "kind", "launch", "name"}
    return ui.screen(str(sorted(set(frame.f_locals["call"]) - known)))
