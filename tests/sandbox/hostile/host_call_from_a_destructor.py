# expects: host.too-many-host-calls
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    class Last:
        def __del__(self):
            for _ in range(1_000):
                ctx.store.get("x")

    last = Last()
    del last
    return ui.screen("题")
