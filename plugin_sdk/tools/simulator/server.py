"""Puts the simulator together: one world, its addresses, its pages, and an eye on the project's files."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from plugin_sdk.tools.check.review import check
from plugin_sdk.tools.project import read_project
from plugin_sdk.tools.simulator import watch
from plugin_sdk.tools.simulator.engines import Engine
from plugin_sdk.tools.simulator.events import Events
from plugin_sdk.tools.simulator.http import HttpServer, Request, Response, problem
from plugin_sdk.tools.simulator.pages import page
from plugin_sdk.tools.simulator.refusals import Refused
from plugin_sdk.tools.simulator.routes import JSON, as_bytes, work_of
from plugin_sdk.tools.simulator.world import World

API = "/api/"
EVENTS = "/api/simulator/events"


class Simulator:
    """Serves one project until it is cancelled. `report` is told after every reading of the project."""

    def __init__(self, folder: Path, engine: Engine, *, report: Callable[[World], None] = lambda _world: None) -> None:
        self.world = World(folder, engine)
        self.events = Events()
        self.http = HttpServer(self._answer)
        self._report = report

    async def start(self, port: int) -> None:
        """Compile the project and begin to listen.

        Raises:
            OSError: the port is taken.

        """
        await self.http.start(port)
        await asyncio.to_thread(self.world.reload)

    async def run(self) -> None:
        """Watch the project until cancelled."""
        seen = await asyncio.to_thread(watch.look, self.world.folder)
        self._report(self.world)
        await self._review()
        while True:
            await asyncio.sleep(watch.EVERY_SECONDS)
            now = await asyncio.to_thread(watch.look, self.world.folder)
            if now != seen:
                seen = now
                await self._reload()

    async def stop(self) -> None:
        """Hang up on everybody."""
        await self.http.stop()

    async def _reload(self) -> None:
        """Compile and redraw first; the review may take its time."""
        good = await asyncio.to_thread(self.world.reload)
        self.events.tell("reload" if good else "state")
        self._report(self.world)
        await self._review()

    async def _review(self) -> None:
        if self.world.load_problems:
            return  # of a source that cannot be read the review would say a dozen things that follow from it

        def reviewed() -> None:
            self.world.review_problems = check(read_project(self.world.folder), draw=None)

        await asyncio.to_thread(reviewed)
        self.events.tell("state")

    async def _answer(self, request: Request) -> Response:
        try:
            if not request.path.startswith(API):
                return _page(request)
            if request.path == EVENTS and request.method == "GET":
                return Response(200, "text/event-stream", stream=self.events.listen())
            work, found = work_of(request)
            done = await asyncio.to_thread(work, self.world, request, found)
        except Refused as refused:
            if request.method != "GET":  # a call that failed stands in the log
                self.events.tell("state")
            return problem(refused, request.lang)
        except Exception as bug:  # noqa: BLE001  # the author gets words; the server goes on
            return problem(Refused("simulator.failed", reason=f"{type(bug).__name__}: {bug}"[:300]), request.lang)
        if done.changed:
            self.events.tell("state")
        return Response(done.status, JSON, as_bytes(done))


def _page(request: Request) -> Response:
    if request.method not in {"GET", "HEAD"}:
        raise Refused("core.wrong-method")
    found = page(request.path)
    if found is None:
        raise Refused("core.not-found")
    return found
