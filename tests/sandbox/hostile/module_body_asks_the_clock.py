# expects: host.guest-failed
# type: NotInMiniApps
import time

from plugin_sdk.guest import MiniApp

app = MiniApp()
STARTED = time.time()
