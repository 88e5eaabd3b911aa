# expects: screen
# says: 16
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    one = bytearray(16)
    view = memoryview(one)
    try:
        one.extend(bytes(2**20))
    except BufferError:
        return ui.screen(str(len(view)))
