# expects: screen
# capabilities: store.get, store.put
# says: 题
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    ctx.store.put("k", 1)
    return ui.screen("题")
