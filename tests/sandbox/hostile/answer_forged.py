# expects: host.answer-malformed
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    frame = re.enum.sys._getframe()
    while "_written" not in frame.f_globals:
        frame = frame.f_back
    frame.f_globals["_written"] = lambda answer: "[" * 200_000
    return ui.screen("题")
