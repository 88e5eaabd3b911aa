# expects: host.timed-out
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()

while True:
    pass
