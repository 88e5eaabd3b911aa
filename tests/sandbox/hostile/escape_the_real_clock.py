# expects: host.guest-trapped | host.guest-failed
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    real = re.enum.sys.modules["plugin_sdk.runtime.inside.stand_ins"].real_datetime
    return ui.screen(str(real.now()))
