# expects: host.guest-failed | host.guest-trapped
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    def no(event, given):
        raise RuntimeError(event)

    re.enum.sys.addaudithook(no)
    return ui.screen(str(re.enum.sys._getframe()))
