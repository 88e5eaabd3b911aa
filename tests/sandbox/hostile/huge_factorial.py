# expects: host.timed-out | host.out-of-memory
import math

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(math.factorial(10**7) % 7))
