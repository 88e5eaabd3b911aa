# expects: host.consent-needed
# capabilities: person.read
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    while True:
        try:
            ctx.person.read(purpose="test", fields=["name"])
        except BaseException:
            continue
