# expects: screen
# says: 28
# repeats: same
import decimal

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    before = decimal.getcontext().prec
    decimal.getcontext().prec = 7
    return ui.screen(str(before))
