# expects: screen
# says: 1
# repeats: same
import functools

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@functools.lru_cache
def cached(n):
    return n


@app.screen("home")
def home(ctx, data):
    seen = []
    cached(len(seen))
    return ui.screen(str(cached.cache_info().misses))
