# expects: host.timed-out | host.out-of-memory | host.guest-failed
import fractions

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    value = fractions.Fraction(1, 3)
    while True:
        value = value * value + value
