# expects: host.out-of-memory | host.timed-out
import unicodedata

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen(str(len(unicodedata.normalize("NFKD", "\ufdfa" * 5_000_000))))
