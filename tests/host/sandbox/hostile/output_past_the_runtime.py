# expects: host.output-too-large | host.sandbox-crashed | host.answer-malformed
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    sys = re.enum.sys
    entry = sys.modules["plugin_sdk.runtime.inside.entry"]
    entry._written = lambda answer: "x" * 20_000_000
    return ui.screen("题")
