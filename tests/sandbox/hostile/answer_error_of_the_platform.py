# expects: host.guest-failed
# type: SandboxCrashed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


class SandboxCrashed(Exception):
    code = "host.consent-needed"


@app.screen("home")
def home(ctx, data):
    raise SandboxCrashed("host.consent-needed")
