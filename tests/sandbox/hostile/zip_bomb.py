# expects: host.out-of-memory | host.timed-out
import zlib

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    bomb = zlib.compress(bytes(1_000_000))
    return ui.screen(str(len([zlib.decompress(bomb) for _ in range(200)])))
