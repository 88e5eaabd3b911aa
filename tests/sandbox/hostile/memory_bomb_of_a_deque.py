# expects: host.out-of-memory | host.timed-out | host.guest-failed
import collections
import itertools

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(len(collections.deque(itertools.repeat(1)))))
