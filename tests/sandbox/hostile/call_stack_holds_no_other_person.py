# expects: screen
# says: 0
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    gc = re.enum.sys.modules["gc"]
    found = [one for one in gc.get_objects() if isinstance(one, str) and "CANARY-OF-ANOTHER-PERSON"[:6] + "-OF-ANOTHER" in one]
    return ui.screen(str(len(found)))
