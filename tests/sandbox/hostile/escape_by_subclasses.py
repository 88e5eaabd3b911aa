# expects: host.guest-failed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    found = [one for one in object.__subclasses__() if one.__name__ in ("Popen", "_wrap_close", "FileIO")]
    return ui.screen(str(found[0]("/etc/passwd")))
