# expects: screen
# repeats: distinct
import random

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


try:
    random.seed(0)
except RuntimeError:
    pass


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(random.random()))
