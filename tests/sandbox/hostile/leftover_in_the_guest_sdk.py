# expects: screen
# says: 1
# repeats: same
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    ui.visits = getattr(ui, "visits", 0) + 1
    return ui.screen(str(ui.visits))
