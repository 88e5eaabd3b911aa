# expects: host.guest-failed
# type: NotInMiniApps
import uuid

from plugin_sdk.guest import MiniApp

app = MiniApp()
TOKEN = uuid.uuid4()
