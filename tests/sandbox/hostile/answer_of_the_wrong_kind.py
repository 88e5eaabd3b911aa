# expects: host.answer-malformed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()
app.answer = lambda *_: {"kind": "action", "action": {"outcome": "done"}}
