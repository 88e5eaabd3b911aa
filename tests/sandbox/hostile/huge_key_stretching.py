# expects: host.timed-out
import hashlib

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


def _stretched():
    key = b""
    while True:
        key = hashlib.sha256(key * 1_000).digest()


@app.screen("home")
def home(ctx, data):
    return ui.screen(_stretched().hex())
