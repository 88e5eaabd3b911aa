"""The modules of a package import each other as on plain CPython, though no import machinery of Python runs."""

import pytest

from backend.host.sandbox import errors
from tests.host.sandbox.conftest import make_request, no_host, publish

APP = "from plugin_sdk.guest import MiniApp, ui\napp = MiniApp()\n"
HOME = "\n@app.screen('home')\ndef home(ctx, data):\n"


async def title_of(client, source, **others):
    package = await publish(client, source, **others)
    return (await client.call(package, make_request(), on_host_call=no_host)).screen.title


async def failure_of(client, source, **others):
    with pytest.raises(errors.GuestFailed) as failed:
        await title_of(client, source, **others)
    return failed.value.params


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("from . import texts", "texts.WORD"),
        ("from .texts import WORD", "WORD"),
        ("from .texts import WORD as W", "W"),
        ("from demo import texts", "texts.WORD"),
        ("from demo.texts import WORD", "WORD"),
        ("import demo.texts", "demo.texts.WORD"),
        ("import demo.texts as words", "words.WORD"),
        ("from .texts import *", "WORD"),
        ("from . import texts, rules", "texts.WORD + rules.RULE[:0]"),
        ("import collections.abc", "str(collections.abc.Mapping.__name__)[:0] + '暖'"),
    ],
)
async def test_every_way_to_import_a_neighbour_works(line, title, client):
    source = f"{APP}{line}\n{HOME}    return ui.screen({title})\n"

    assert await title_of(client, source, texts="WORD = '暖'\n", rules="from . import texts\nRULE = '规'\n") == "暖"


async def test_a_neighbour_is_run_once(client):
    source = f"{APP}from . import one, two, texts\n{HOME}    return ui.screen(str(len(texts.SEEN)))\n"
    user = "from .texts import SEEN\nSEEN.append(1)\n"

    assert await title_of(client, source, texts="SEEN = []\n", one=user, two=user) == "2"


async def test_modules_may_import_each_other_in_a_circle(client):
    source = f"{APP}from . import one\n{HOME}    return ui.screen(one.two.word())\n"

    title = await title_of(
        client,
        source,
        one="from . import two\nWORD = '圈'\n",
        two="from . import one\ndef word():\n    return one.WORD\n",
    )

    assert title == "圈"


@pytest.mark.parametrize(
    ("line", "type_", "says"),
    [
        ("from . import missing", "ImportError", "missing"),
        ("from .missing import x", "ModuleNotFoundError", "No module named 'demo.missing'"),
        ("import demo.missing", "ModuleNotFoundError", "No module named 'demo.missing'"),
        ("from .texts import missing", "ImportError", "missing"),
        ("from .. import texts", "ImportError", "beyond top-level package"),
        ("import other_app", "ModuleNotFoundError", "cannot import 'other_app'"),
        ("from plugin_sdk.runtime import inside", "ModuleNotFoundError", "plugin_sdk.runtime"),
    ],
)
async def test_what_is_not_there_is_named_with_its_line(line, type_, says, client):
    failure = await failure_of(client, f"{APP}{line}\n", texts="WORD = '暖'\n")

    assert (failure["type"], failure["file"], failure["line"]) == (type_, "demo/app.py", 3)
    assert says in failure["message"]


async def test_a_neighbour_that_failed_is_run_again_by_the_next_import(client):
    source = (
        f"{APP}from . import state\n{HOME}    for _ in range(2):\n        try:\n            from . import moody\n"
        "        except ValueError:\n            pass\n    return ui.screen(moody.WORD)\n"
    )
    moody = "from . import state\nstate.TRIES.append(1)\nif len(state.TRIES) < 2:\n    raise ValueError\nWORD = '再'\n"

    assert await title_of(client, source, state="TRIES = []\n", moody=moody) == "再"


async def test_docstrings_are_left_out_and_lines_and_asserts_stay(client):
    source = (
        f'"""The module."""\n{APP}\n\ndef checked(value):\n    """Several\n    lines."""\n    assert value, "not so"\n'
        f"    return value\n{HOME}    '''One.'''\n    return ui.screen(str(checked.__doc__) + checked(data.get('x', '')))\n"
    )
    package = await publish(client, source)
    answer = await client.call(package, make_request(given={"x": "真"}), on_host_call=no_host)

    failure = await failure_of(client, source)

    assert answer.screen.title == "None真"
    assert (failure["type"], failure["message"], failure["line"]) == ("AssertionError", "not so", 9)
