# expects: host.timed-out | host.guest-failed | host.out-of-memory
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(re.compile("(?:" * 90 + "a" + "{1,60000})" * 90).match("a" * 10_000)), data={"x": object()})
