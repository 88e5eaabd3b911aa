"""The supervisor, with real processes."""

import os
import signal
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from backend.core.processes import (
    AsUser,
    ChildFailed,
    ChildSpec,
    Owner,
    RestartLimit,
    Supervisor,
    Surroundings,
    run_to_end,
)

ENV = {"PATH": os.defpath}
# A sleep in small steps: the shell runs its traps in between.
TEN_SECONDS = "n=0; while [ $((n += 1)) -lt 500 ]; do sleep 0.02; done"
REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def supervisor():
    with Supervisor(limit=RestartLimit(deaths=3, seconds=60)) as supervisor:
        yield supervisor


@pytest.fixture
def make_spec(tmp_path):
    def make(script="exec sleep 100", *, name="child", **more):
        surroundings = Surroundings(cwd=tmp_path, env=ENV)
        return ChildSpec(**{"name": name, "argv": ["sh", "-c", script], "surroundings": surroundings, **more})

    return make


@pytest.fixture
def make_main(tmp_path):
    """A main program of its own, to be signalled and killed: children are given as shell scripts."""
    started = []

    def make(*scripts, stop_timeout_seconds=60):
        program = f"""
import logging, sys
from pathlib import Path
from backend.core.processes import ChildSpec, Supervisor, Surroundings
logging.basicConfig()
around = Surroundings(cwd=Path({str(tmp_path)!r}), env={ENV!r})
try:
  with Supervisor() as supervisor:
    for number, script in enumerate({scripts!r}):
        supervisor.start(ChildSpec(name=str(number), argv=["sh", "-c", script], surroundings=around,
            stop_timeout_seconds={stop_timeout_seconds},
            ready=lambda _, seen=Path(str(number)): (Path({str(tmp_path)!r}) / seen).exists()))
    print("up", flush=True)
    sys.exit(supervisor.run_until_signal())
except KeyboardInterrupt:
    print("interrupted")
"""
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            text=True,
            env={**ENV, "PYTHONPATH": str(REPOSITORY)},
        )
        started.append(process)
        assert process.stdout.readline() == "up\n"
        return process

    yield make
    for process in started:
        process.kill()
        process.wait()
        # Not read to its end: a deaf child may still hold it open.
        process.stdout.close()


def eventually(condition, *, within=2.0):
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.005)


def is_gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


class TestStart:
    def test_waits_until_the_child_says_that_it_is_ready(self, supervisor, make_spec, tmp_path):
        sign = tmp_path / "sign"

        supervisor.start(make_spec("sleep 0.2; touch sign; exec sleep 100", ready=lambda _: sign.exists()))

        assert sign.exists()

    def test_a_child_that_ends_before_it_is_ready_is_refused_with_its_last_words(self, supervisor, make_spec, tmp_path):
        spec = make_spec("echo no such table; exit 7", ready=lambda _: False, log=tmp_path / "child.log")

        with pytest.raises(ChildFailed, match=r"exit status 7(.|\n)*no such table"):
            supervisor.start(spec)

    def test_a_child_that_is_never_ready_is_refused_and_ended(self, supervisor, make_spec):
        with pytest.raises(ChildFailed, match="not ready after"):
            supervisor.start(make_spec(ready=lambda _: False, ready_timeout_seconds=0.1))
        pid = supervisor.pid_of("child")

        supervisor.stop()

        assert is_gone(pid)

    def test_a_program_that_does_not_exist_is_refused(self, supervisor, make_spec):
        with pytest.raises(ChildFailed, match="No such file"):
            supervisor.start(make_spec(argv=["/nonexistent/program"]))

    def test_an_identity_that_cannot_be_entered_is_refused(self, supervisor, make_spec, tmp_path):
        # Root may become anybody but cannot enter a folder that is not there; an ordinary user cannot even become root.
        surroundings = Surroundings(cwd=tmp_path / "missing", env=ENV, identity=AsUser(Owner(0, 0)))

        with pytest.raises(ChildFailed):
            supervisor.start(make_spec(surroundings=surroundings))

    def test_outside_the_main_thread_nothing_starts(self, supervisor, make_spec):
        seen = []

        def start():
            try:
                supervisor.start(make_spec())
            except RuntimeError as error:
                seen.append(str(error))

        thread = threading.Thread(target=start)
        thread.start()
        thread.join()

        assert seen == ["children start in the main thread only"]

    def test_a_dead_earlier_child_is_restarted_while_a_later_one_gets_ready(self, supervisor, make_spec, tmp_path):
        supervisor.start(make_spec(name="first"))
        first = supervisor.pid_of("first")
        os.kill(first, signal.SIGKILL)

        supervisor.start(make_spec("sleep 0.3; touch sign; sleep 9", ready=lambda _: (tmp_path / "sign").exists()))

        assert supervisor.pid_of("first") not in (first, None)

    def test_the_child_gets_its_own_session_no_descriptors_and_only_the_given_environment(
        self, supervisor, make_spec, tmp_path
    ):
        log = tmp_path / "child.log"
        leak = os.open(tmp_path, os.O_RDONLY)
        os.set_inheritable(leak, True)

        supervisor.start(
            make_spec(
                "ls -l /proc/$$/fd; env; touch sign; exec sleep 9",
                log=log,
                ready=lambda _: (tmp_path / "sign").exists(),
            )
        )
        os.close(leak)

        pid = supervisor.pid_of("child")
        assert os.getsid(pid) == pid
        assert f"-> {tmp_path}\n" not in log.read_text()
        assert {line.split("=")[0] for line in log.read_text().splitlines() if "=" in line} <= {
            "PATH",
            "PWD",
            "_",
            "OLDPWD",
            "SHLVL",
        }

    def test_a_large_log_is_set_aside(self, supervisor, make_spec, tmp_path):
        log = tmp_path / "child.log"
        log.write_bytes(b"x" * (10 * 1024 * 1024 + 1))

        supervisor.start(make_spec("echo fresh; exec sleep 9", log=log))

        eventually(lambda: log.read_text() == "fresh\n")
        assert (tmp_path / "child.log.1").stat().st_size > 10 * 1024 * 1024


class TestRestart:
    def test_a_killed_child_is_back_within_a_fifth_of_a_second(self, make_main, tmp_path):
        waits = []
        (tmp_path / "0").touch()

        # The best of three: other work on the machine makes a wait longer, never shorter. Each has a file of its own,
        # since the children of the one before live on.
        for name in ("first", "second", "third"):
            make_main(f"echo $$ > {name}.new; mv {name}.new {name}; exec sleep 100")
            pids = tmp_path / name
            eventually(pids.exists)
            first, killed = pids.read_text(), time.monotonic()
            os.kill(int(first), signal.SIGKILL)
            eventually(lambda pids=pids, first=first: pids.read_text() != first)
            waits.append(time.monotonic() - killed)

        assert min(waits) < 0.2

    def test_the_hook_runs_before_every_start(self, supervisor, make_spec):
        starts = []
        supervisor.start(make_spec(before_start=lambda: starts.append("start")))
        os.kill(supervisor.pid_of("child"), signal.SIGKILL)

        eventually(lambda: supervisor.watch() or len(starts) == 2)

        assert supervisor.pid_of("child") is not None

    def test_each_further_death_waits_longer(self, supervisor, make_spec, tmp_path):
        supervisor.start(make_spec("date +%s.%N >> starts; exit 1"))

        with pytest.raises(ChildFailed):
            eventually(supervisor.watch)

        times = [float(line) for line in (tmp_path / "starts").read_text().split()]
        waits = [after - before for before, after in pairwise(times)]
        assert len(waits) == 3
        assert waits[1] > 0.1
        assert waits[2] > 0.2

    def test_a_start_that_fails_counts_as_a_death_and_is_tried_again(self, supervisor, make_spec):
        refusals = [OSError("disk full"), ChildFailed("hook", happened="not now")]
        starts = []

        def hook():
            starts.append("start")
            if len(starts) > 1 and refusals:
                raise refusals.pop()

        supervisor.start(make_spec(before_start=hook))
        os.kill(supervisor.pid_of("child"), signal.SIGKILL)

        eventually(lambda: supervisor.watch() or (supervisor.pid_of("child") is not None and len(starts) == 4))

    def test_what_a_dead_child_left_behind_is_killed(self, supervisor, make_spec, tmp_path):
        supervisor.start(
            make_spec("sleep 100 & echo $! > worker; wait", ready=lambda _: (tmp_path / "worker").exists())
        )
        eventually((tmp_path / "worker").read_text)
        worker = int((tmp_path / "worker").read_text())

        os.kill(supervisor.pid_of("child"), signal.SIGKILL)

        eventually(lambda: supervisor.watch() or is_gone(worker))

    def test_a_child_that_dies_too_often_stops_everything_with_exit_status_1(self, supervisor, make_spec, caplog):
        supervisor.start(make_spec(name="good"))
        supervisor.start(make_spec("exit 9", name="bad"))
        good = supervisor.pid_of("good")

        status = supervisor.run_until_signal()

        assert status == 1
        assert "bad" in caplog.text
        assert "died 4 times in 60 s, last time: exit status 9" in caplog.text
        assert is_gone(good)


class TestStop:
    def test_children_stop_in_reverse_order_each_after_the_other_is_gone(self, make_main, tmp_path):
        script = "trap 'sleep 0.1; echo {0} >> order; exit' TERM; touch {0}; {1}"
        main = make_main(*(script.format(number, TEN_SECONDS) for number in range(3)))

        main.send_signal(signal.SIGTERM)

        assert main.wait(timeout=5) == 0
        assert (tmp_path / "order").read_text().split() == ["2", "1", "0"]

    @pytest.mark.quiet
    def test_a_child_that_does_not_listen_is_killed_when_its_time_is_over(self, supervisor, make_spec, tmp_path):
        deaf = f"trap '' TERM; touch sign; {TEN_SECONDS}"
        supervisor.start(make_spec(deaf, stop_timeout_seconds=0.2, ready=lambda _: (tmp_path / "sign").exists()))
        pid, asked = supervisor.pid_of("child"), time.monotonic()

        supervisor.stop()

        assert is_gone(pid)
        assert 0.2 <= time.monotonic() - asked < 1

    def test_the_second_ctrl_c_kills(self, make_main):
        main = make_main(f"trap '' TERM; touch 0; {TEN_SECONDS}")
        main.send_signal(signal.SIGINT)
        time.sleep(0.3)
        assert main.poll() is None, "the first one waits"

        main.send_signal(signal.SIGINT)

        assert main.wait(timeout=8) == 0

    def test_a_signal_during_the_start_stops_what_already_runs(self, make_spec, tmp_path):
        pid = tmp_path / "pid"

        def signalled(_pid):
            if pid.exists():
                os.kill(os.getpid(), signal.SIGTERM)
            return False

        with pytest.raises(KeyboardInterrupt), Supervisor() as supervisor:
            supervisor.start(make_spec("echo $$ > new; mv new pid; exec sleep 9", ready=signalled))

        assert is_gone(pid.read_text().strip())

    def test_stopping_twice_is_harmless(self, supervisor, make_spec):
        supervisor.start(make_spec())

        supervisor.stop()
        supervisor.stop()

        with pytest.raises(KeyError):
            supervisor.pid_of("child")

    def test_the_callers_signal_handlers_come_back(self):
        before = signal.getsignal(signal.SIGTERM)
        timer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM))

        with Supervisor() as supervisor:
            timer.start()  # only now: before, the signal would end these tests
            status = supervisor.run_until_signal()

        timer.join()
        assert status == 0
        assert signal.getsignal(signal.SIGTERM) is before

    def test_children_die_when_the_supervisor_is_killed(self, make_main, tmp_path):
        main = make_main("echo $$ > pid; touch 0; exec sleep 100")
        child = int((tmp_path / "pid").read_text())

        main.kill()

        eventually(lambda: is_gone(child))


class TestRunToEnd:
    def test_gives_back_what_the_command_wrote(self, tmp_path):
        written = run_to_end(["cat"], surroundings=Surroundings(cwd=tmp_path, env=ENV), text="快办")

        assert written == "快办"

    def test_an_error_is_refused_with_its_output(self, tmp_path):
        with pytest.raises(ChildFailed, match=r"exit status 3(.|\n)*why"):
            run_to_end(["sh", "-c", "echo why; exit 3"], surroundings=Surroundings(cwd=tmp_path, env=ENV))

    def test_a_command_without_end_is_killed(self, tmp_path):
        with pytest.raises(ChildFailed, match="no end after"):
            run_to_end(["sleep", "100"], surroundings=Surroundings(cwd=tmp_path, env=ENV), seconds=0.1)
