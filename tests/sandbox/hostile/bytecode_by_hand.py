# expects: host.guest-trapped | host.guest-failed | host.timed-out | host.out-of-memory
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    def honest():
        return 0

    honest.__code__ = honest.__code__.replace(co_code=bytes([93, 255, 101, 255, 44, 7] * 50))
    honest()
