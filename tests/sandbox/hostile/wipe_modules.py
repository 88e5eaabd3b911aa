# expects: host.guest-failed | host.guest-trapped | host.answer-malformed
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    re.enum.sys.modules.clear()
    re.enum.sys.meta_path.clear()
    import decimal

    return ui.screen("题")
