# expects: host.guest-trapped | host.guest-failed
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    re.enum.sys.modules["os"].abort()
