# expects: screen
# says: None
# repeats: same
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    environ = re.enum.sys.modules["os"].environ
    before = environ.get("LEFT")
    dict.__setitem__(environ.__dict__["_data"], b"LEFT", b"1") if hasattr(environ, "_data") else None
    return ui.screen(str(before))
