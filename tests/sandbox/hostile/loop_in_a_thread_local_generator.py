# expects: host.timed-out
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    def endless():
        try:
            while True:
                yield 1
        finally:
            yield from endless()

    for _ in endless():
        pass
