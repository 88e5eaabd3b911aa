# expects: host.timed-out | host.out-of-memory | host.guest-failed
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    re.enum.sys.set_int_max_str_digits(0)
    return ui.screen(str(len(str(7 ** (10**6)))))
