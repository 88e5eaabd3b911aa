# expects: host.timed-out
import decimal

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    decimal.getcontext().prec = 10**6
    value = decimal.Decimal(2)
    while True:
        value = value.sqrt() * value
