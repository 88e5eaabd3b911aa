# expects: host.out-of-memory | host.timed-out | host.guest-failed
import decimal

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(int(decimal.Decimal("1E+400000000")) % 7))
