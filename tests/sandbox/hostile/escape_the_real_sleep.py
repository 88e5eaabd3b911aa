# expects: host.guest-trapped | host.guest-failed | host.timed-out
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    sleep = re.enum.sys.modules["time"].clock_getres
    return ui.screen(str(sleep(1)))
