# expects: screen
# says: False
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    try:
        raise ValueError
    except ValueError as error:
        frame = error.__traceback__.tb_frame
    while "host" not in frame.f_globals:
        frame = frame.f_back
    return ui.screen(str('"granted"' in frame.f_globals["host"].call("person.read-all", "{}")))
