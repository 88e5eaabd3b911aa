# expects: screen
# says: <b>题</b>
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen("<b>题</b>", ui.text("<script>alert(1)</script> [点](javascript:alert(1)) {{7*7}} ${7*7}"))
