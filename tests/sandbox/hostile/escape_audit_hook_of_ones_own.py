# expects: host.guest-failed
# type: NotInMiniApps
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    re.enum.sys.addaudithook(lambda event, given: None)
    re.enum.sys.modules["os"].listdir("/")
