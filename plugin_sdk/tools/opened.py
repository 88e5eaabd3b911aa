"""What commands that run a mini-app begin with: the project's folder, an engine, a world in it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugin_sdk.tools.outcome import Exit, Outcome, Stop, machine_lacks, wrong_use
from plugin_sdk.tools.problem import Words
from plugin_sdk.tools.project import MANIFEST, read_project
from plugin_sdk.tools.simulator import problems
from plugin_sdk.tools.simulator.consents import GiveConsent
from plugin_sdk.tools.simulator.engines import Engine, EngineMissing, EngineName, choose
from plugin_sdk.tools.simulator.personas import personas
from plugin_sdk.tools.simulator.world import World


def project_folder(given: str) -> Path:
    """The folder of a project.

    Raises:
        Stop: 2 when there is no such folder, 1 when there is no manifest in it.

    """
    folder = Path(given).resolve()
    if not folder.is_dir():
        raise wrong_use(zh=f"没有文件夹 {given}", en=f"there is no folder {given}")
    if not (folder / MANIFEST).is_file():
        wrong = problems.no_manifest(read_project(folder).manifest_text, exists=False, said="")
        words = Words(zh=f"{folder} 不是小程序项目", en=f"{folder} is no mini-app project")
        raise Stop(Outcome(code=Exit.PROBLEMS, said=words, problems=[wrong]))
    return folder


def engine(wanted: EngineName | None, *, lang: str) -> Engine:
    """The engine; the first time on a machine the author is told why it takes a while.

    Raises:
        Stop: 3, when the wanted one is not on this machine.

    """
    try:
        return choose(wanted=wanted, on_wait=lambda: _say_wait(lang))
    except EngineMissing as missing:
        raise machine_lacks(
            zh=f"这台机器不能用 wasm 方式运行：{missing}。去掉 --engine wasm，或安装完整的 SDK（gkb doctor 有说明）",
            en=f"this machine cannot run the component: {missing}. Leave --engine wasm out, or install the whole SDK "
            "(see gkb doctor)",
        ) from missing


@contextmanager
def opened_world(
    given: str, *, wanted: EngineName | None, lang: str, persona: str = "", now: str = ""
) -> Iterator[World]:
    """A world of this project with a package that runs, as this persona at this moment.

    Raises:
        Stop: as above; 1 when the project does not compile; 2 for an unknown persona or moment.

    """
    folder = project_folder(given)
    running = engine(wanted, lang=lang)
    try:
        world = World(folder, running)
        _place(world, persona, now)
        if not world.reload():
            words = Words(zh="小程序不能运行，请先改正", en="The mini-app does not run; correct this first")
            raise Stop(Outcome(code=Exit.PROBLEMS, said=words, problems=world.load_problems))
        yield world
    finally:
        running.close()


def agree_to_everything(world: World) -> None:
    """The present persona consents to every purpose of the manifest."""
    manifest = world.ready().manifest
    for purpose in manifest.gkb.purposes:
        asked = GiveConsent(
            recipient=manifest.app_id, purpose=purpose.id, fields=purpose.fields, text_version=purpose.text_version
        )
        world.consents.give(world.persona.id, manifest, asked, at=world.clock.now())


def _say_wait(lang: str) -> None:
    words = Words(
        zh="第一次使用，正在准备运行环境（约十几秒，以后不用再等）……",
        en="First use on this machine: making the runtime ready (some ten seconds, this once) ...",
    )
    print(words.say(lang), file=sys.stderr, flush=True)  # noqa: T201  # on its own stream, so that `--json` stays JSON


def _place(world: World, persona: str, now: str) -> None:
    if persona:
        if persona not in personas():
            known = ", ".join(personas())
            raise wrong_use(zh=f"没有人物 {persona}，可以是：{known}", en=f"no persona {persona}; there are: {known}")
        world.be(persona)
    if now:
        set_clock(world, now)


def set_clock(world: World, now: str) -> None:
    """Let the world's clock stand at this moment.

    Raises:
        Stop: 2, when it is no moment.

    """
    try:
        world.clock.set_to(now)
    except ValueError as wrong:
        raise wrong_use(
            zh=f"时间 {now} 不对，要像 2026-01-15T09:30 这样写", en=f"{now} is no time; write it like 2026-01-15T09:30"
        ) from wrong
