# expects: host.guest-trapped | host.guest-failed | host.out-of-memory
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    re.enum.sys.setrecursionlimit(10**9)

    def deeper(n):
        return [deeper(n + 1)]

    deeper(0)
