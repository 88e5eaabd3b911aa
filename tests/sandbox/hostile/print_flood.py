# expects: screen
# says: 题
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    for n in range(20_000):
        print(n)
    return ui.screen("题")
