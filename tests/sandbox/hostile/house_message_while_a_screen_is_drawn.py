# expects: screen
# capabilities: message.send
# says: 题
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    ctx.message.send(title="题", body="文")
    return ui.screen("题")
