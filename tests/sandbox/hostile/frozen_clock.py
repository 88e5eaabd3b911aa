# expects: screen
# says: True
import datetime
import time

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    first = time.monotonic(), time.time(), datetime.datetime.now()
    for _ in range(100_000):
        pass
    return ui.screen(str(first == (time.monotonic(), time.time(), datetime.datetime.now()) and ctx.now.year == 2026))
