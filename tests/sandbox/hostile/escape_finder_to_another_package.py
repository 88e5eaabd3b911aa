# expects: host.guest-failed
# type: ModuleNotFoundError
import re

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    frame = re.enum.sys._getframe()
    while "FINDER" not in frame.f_globals:
        frame = frame.f_back
    finder = frame.f_globals["FINDER"]
    package = '{"format":2,"python":"3.14","app":"heating_subsidy","modules":{}}'
    return ui.screen(str(finder.load(package)))
