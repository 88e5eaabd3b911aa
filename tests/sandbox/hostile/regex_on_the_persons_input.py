# expects: host.timed-out
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(re.fullmatch(r"(.*)*=(.*)*=(.*)*;", data.get("text", "x" * 5_000))))
