# expects: host.answer-malformed
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    return ui.screen("题", {"component": "Link", "text": "点", "href": "data:text/html,<script>alert(1)</script>"})
