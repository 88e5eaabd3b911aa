# expects: screen
# says: 1
import math

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    math.visits = getattr(math, "visits", 0) + 1
    return ui.screen(str(math.visits))
