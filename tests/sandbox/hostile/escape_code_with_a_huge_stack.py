# expects: host.guest-failed | host.guest-trapped | host.out-of-memory
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    def honest():
        return 1

    honest.__code__ = honest.__code__.replace(co_stacksize=2**30)
    return ui.screen(str(honest()), data={"x": object()})
