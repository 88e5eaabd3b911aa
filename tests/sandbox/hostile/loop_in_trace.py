# expects: host.timed-out
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    def trace(frame, event, given):
        while True:
            pass

    re.enum.sys.settrace(trace)
    return ui.screen(sorted(["题"], key=lambda word: word)[0])
