# expects: host.guest-failed | host.guest-trapped
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    one = []
    other = []
    for _ in range(100_000):
        one, other = [one], [other]
    return ui.screen(str(one == other), data={"x": object()})
