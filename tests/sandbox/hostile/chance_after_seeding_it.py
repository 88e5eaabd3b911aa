# expects: screen
# repeats: distinct
import random

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    random.seed(0)
    ctx.random.seed(0)
    return ui.screen(ctx.new_id())
