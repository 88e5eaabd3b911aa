# expects: screen
# says: 1
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()

count = 0


@app.screen("home")
def home(ctx, data):
    global count
    count += 1
    return ui.screen(str(count))
