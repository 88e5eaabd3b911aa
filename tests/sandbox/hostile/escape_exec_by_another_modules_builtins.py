# expects: screen
# says: 2
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    names = {}
    ui.screen.__globals__["__builtins__"]["exec"]("found = 1 + 1", names)
    return ui.screen(str(names["found"]))
