# expects: host.guest-failed
# type: ModuleNotFoundError
# says: asyncio
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import asyncio

    return ui.screen("题")
