# expects: host.guest-failed
# type: CapabilityRefused
# says: host.not-granted
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    import json

    from plugin_sdk.guest import capabilities

    capabilities.ask(ctx.store._host_call, "person.read-all", personId="1")
