# expects: host.guest-failed | host.guest-trapped
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    def honest():
        return 1000

    honest.__code__ = honest.__code__.replace(co_consts=(), co_names=(), co_varnames=(), co_nlocals=0, co_code=bytes([82, 250, 35, 0]) * 20)
    return ui.screen(str(honest()))
