# expects: host.guest-failed
# type: CapabilityRefused
# says: host.not-granted
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    ctx.message.send(title="题", body="文")
