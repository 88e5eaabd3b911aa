# expects: host.guest-failed
# type: RuntimeError
# says: at import
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()

raise RuntimeError("at import")
