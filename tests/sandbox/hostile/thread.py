# expects: host.guest-failed
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    started = re.enum.sys.modules["_thread"].start_new_thread(print, ())
    return ui.screen(str(started))
