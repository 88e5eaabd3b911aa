# expects: host.too-many-host-calls
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


class Asking(dict):
    def __init__(self, screen, ctx):
        super().__init__(screen)
        self.ctx = ctx

    def items(self):
        while True:
            self.ctx.store.get("x")


@app.screen("home")
def home(ctx, data):
    return Asking(ui.screen("题"), ctx)
