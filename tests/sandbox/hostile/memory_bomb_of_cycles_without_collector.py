# expects: host.out-of-memory | host.timed-out
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    re.enum.sys.modules["gc"].disable()
    while True:
        one = [bytes(10_000)]
        one.append(one)
