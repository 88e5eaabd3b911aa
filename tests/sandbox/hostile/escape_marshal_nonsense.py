# expects: host.guest-failed | host.guest-trapped | host.out-of-memory
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    marshal = re.enum.sys.modules["marshal"]
    for first in range(256):
        try:
            found = marshal.loads(bytes([first]) + b"\xff\xff\xff\x7f" * 50)
        except (ValueError, EOFError, TypeError):
            continue
    return ui.screen("题", data={"found": object()})
