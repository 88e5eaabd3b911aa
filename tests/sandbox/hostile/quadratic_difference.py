# expects: host.timed-out
import difflib

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    one = "".join(chr(0x4e00 + n % 977) for n in range(30_000))
    return ui.screen(str(difflib.SequenceMatcher(None, one, one[::-1], autojunk=False).ratio()))
