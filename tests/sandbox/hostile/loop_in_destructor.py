# expects: host.timed-out
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


def spin():
    while True:
        pass


@app.screen("home")
def home(ctx, data):
    class Sticky:
        def __del__(self):
            while True:
                pass

    del Sticky
    one = type("Sticky", (), {"__del__": lambda self: spin()})()
    del one
    return ui.screen("题")
