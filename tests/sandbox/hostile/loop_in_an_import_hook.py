# expects: host.timed-out
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    class Slow:
        def find_spec(self, *_):
            while True:
                pass

    re.enum.sys.meta_path.insert(0, Slow())
    return ui.screen(str(re.enum.sys.modules["importlib"].import_module("missing")))
