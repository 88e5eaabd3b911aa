"""The stand-alone verifier: what was signed passes, and ten kinds of tampering are found."""

import base64
import json
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from backend.core.audit import verify_log
from backend.core.audit.checkpoint import sign_checkpoint
from backend.core.audit.export import auditor_keys, checkpoint_line, entry_line
from backend.core.audit.merkle import Frontier, leaf_hash
from backend.core.audit.verify_log import Fault, main, read_keys, verify
from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose, State
from backend.core.crypto.suites import ED25519, SM2_SM3

RING = KeyRing.generate(demo=True)
ORIGIN = "log.example/audit"
KEYS = auditor_keys(RING, origin=ORIGIN)
SCRIPT = Path(verify_log.__file__)


def exported(*, entries: int = 25, every: int = 10, ring: KeyRing = RING, leaf: bytes = b"entry %d") -> list[bytes]:
    """An export with a checkpoint behind every tenth entry and behind the last."""
    frontier, lines = Frontier(), []
    for seq in range(entries):
        content = leaf % seq
        frontier.append(leaf_hash(content))
        lines.append(entry_line(seq, leaf=content))
        if frontier.size % every == 0 or frontier.size == entries:
            lines.append(checkpoint_line(signed(frontier, ring=ring)))
    return lines


def signed(frontier: Frontier, *, ring: KeyRing = RING) -> str:
    return sign_checkpoint(ring, origin=ORIGIN, size=frontier.size, root=frontier.root())


# Lines of LOG: entries 0-9, checkpoint (10), entries 10-19 (11-20), checkpoint (21), entries 20-24, checkpoint (27).
LOG = exported()
FIRST, SECOND, LAST = 10, 21, 27


def checked(lines, *, keys: bytes = KEYS, witnessed=()) -> verify_log.Checkpoint:
    return verify(iter(lines), keys=read_keys(keys), witnessed=witnessed)


def text_of(line: bytes) -> str:
    return json.loads(line)["checkpoint"]


class TestAGoodLog:
    def test_it_passes_and_the_last_checkpoint_covers_all(self):
        assert checked(LOG).size == 25

    def test_it_passes_after_a_rotation_of_the_key(self):
        rotated = RING.rotate(Purpose.CHECKPOINT)
        lines = [*LOG[:-1], checkpoint_line(text_of(exported(ring=rotated)[-1]))]

        assert checked(lines, keys=auditor_keys(rotated, origin=ORIGIN)).size == 25

    def test_ed25519_is_verified_as_well(self):
        key = msgspec.structs.replace(
            RING.active(Purpose.CHECKPOINT), algorithm=ED25519.name, secret=ED25519.generate()
        )
        ring = KeyRing(demo=True, keys=(key, *(one for one in RING.keys if one.purpose != Purpose.CHECKPOINT)))

        assert checked(exported(ring=ring), keys=auditor_keys(ring, origin=ORIGIN)).size == 25
        with pytest.raises(Fault, match="no signature"):
            checked(exported(ring=ring))

    def test_the_same_checkpoint_may_be_repeated_and_an_empty_log_signed(self):
        empty = checkpoint_line(signed(Frontier()))

        assert checked([empty, *LOG, LOG[LAST]]).size == 25

    def test_a_witness_who_saw_what_we_see_agrees(self):
        seen = verify_log.read_checkpoint(text_of(LOG[SECOND]), keys=read_keys(KEYS))

        assert checked(LOG, witnessed=[seen]).size == 25

    def test_leaves_of_any_bytes_are_carried(self):
        leaf = bytes(range(256)) * 8
        frontier = Frontier()
        frontier.append(leaf_hash(leaf))

        assert checked([entry_line(0, leaf=leaf), checkpoint_line(signed(frontier))]).size == 1

    def test_without_sm3_in_openssl_the_verifier_still_works(self, monkeypatch):
        def refuse(name, *_):
            raise ValueError(name)

        monkeypatch.setattr(verify_log.hashlib, "new", refuse)

        assert checked(LOG).size == 25


def edit(lines):
    lines[13] = entry_line(12, leaf=b"entry 12, but kinder")


def delete(lines):
    del lines[13]


def delete_and_renumber(lines):
    lines[11:21] = [entry_line(seq, leaf=b"entry %d" % (seq + (seq >= 12))) for seq in range(10, 19)]


def insert(lines):
    lines.insert(13, entry_line(12, leaf=b"one more"))


def reorder(lines):
    lines[13], lines[14] = lines[14], lines[13]


def reorder_and_renumber(lines):
    lines[13], lines[14] = entry_line(12, leaf=b"entry 13"), entry_line(13, leaf=b"entry 12")


def truncate_after_checkpoint(lines):
    del lines[SECOND + 1 : LAST]


def truncate_the_last_checkpoint(lines):
    del lines[LAST]


def swap_checkpoints(lines):
    lines[FIRST], lines[SECOND] = lines[SECOND], lines[FIRST]


def forge_signature(lines):
    head, tail = text_of(lines[SECOND]).rsplit(" ", 1)
    raw = bytearray(base64.b64decode(tail))
    raw[-1] ^= 1
    lines[SECOND] = checkpoint_line(f"{head} {base64.b64encode(raw).decode()}\n")


def change_size(lines):
    lines[SECOND] = checkpoint_line(text_of(lines[SECOND]).replace("\n20\n", "\n19\n"))


def change_root(lines):
    edit(lines)
    forged = Frontier()
    for seq in range(20):
        forged.append(leaf_hash(b"entry 12, but kinder" if seq == 12 else b"entry %d" % seq))
    said = text_of(lines[SECOND]).split("\n")
    said[2] = base64.b64encode(forged.root()).decode()
    lines[SECOND] = checkpoint_line("\n".join(said))


def duplicate(lines):
    lines.insert(13, lines[13])


def replace_by_other_key(lines):
    other = KeyRing.generate(demo=True)
    lines[:] = exported(ring=other, leaf=b"our entry %d")


def fork(lines):
    """The insider with the true key signs a second history behind the first checkpoint."""
    lines[SECOND] = exported(leaf=b"fork %d")[SECOND]


def cover_by_an_older_checkpoint(lines):
    lines[SECOND] = lines[FIRST]


# What is done, on which line the fault is first seen (0: at the end), and the entries it names.
TAMPERING = [
    (edit, 22, "entries 10 to 19"),
    (delete, 14, "entry 13 where entry 12"),
    (delete_and_renumber, 21, "over 20 entries stands behind 19"),
    (insert, 15, "entry 12 where entry 13"),
    (reorder, 14, "entry 13 where entry 12"),
    (reorder_and_renumber, 22, "entries 10 to 19"),
    (truncate_after_checkpoint, 23, "over 25 entries stands behind 20"),
    (truncate_the_last_checkpoint, 0, "entries 20 to 24 stand behind the last checkpoint"),
    (swap_checkpoints, 11, "over 20 entries stands behind 10"),
    (forge_signature, 22, "forged"),
    (change_size, 22, "forged"),
    (change_root, 22, "forged"),
    (duplicate, 15, "entry 12 where entry 13"),
    (replace_by_other_key, 11, "no signature by a key of the keys file"),
    (fork, 22, "entries 10 to 19"),
    (cover_by_an_older_checkpoint, 22, "over 10 entries stands behind 20"),
]


class TestTampering:
    @pytest.mark.parametrize(("tamper", "line", "words"), TAMPERING, ids=[one[0].__name__ for one in TAMPERING])
    def test_it_is_found_where_it_begins(self, tamper, line, words):
        lines = list(LOG)
        tamper(lines)

        with pytest.raises(Fault) as fault:
            checked(lines)

        assert words in str(fault.value)
        assert str(fault.value).startswith(f"line {line}: ") or not line

    def test_every_single_changed_byte_is_found(self):
        content = b"".join(LOG)
        checkpoints = b"".join(LOG[: FIRST + 1])

        for place in range(len(content) - 1 - 400, len(content) - 1):
            changed = bytearray(content)
            changed[place] ^= 1
            with pytest.raises(Fault):
                checked(bytes(changed).splitlines(keepends=True))
        for place in range(len(checkpoints) - 1):
            changed = bytearray(checkpoints)
            changed[place] ^= 1
            with pytest.raises(Fault):
                checked(bytes(changed).splitlines(keepends=True))

    def test_a_forged_line_in_our_name_beside_a_true_one_is_a_fault(self):
        stolen = "—" + text_of(LOG[FIRST]).split("—")[1]
        lines = [*LOG[:-1], checkpoint_line(text_of(LOG[LAST]) + stolen)]

        with pytest.raises(Fault, match="forged"):
            checked(lines)

    def test_a_line_of_a_witness_is_passed_over(self):
        lines = [*LOG[:-1], checkpoint_line(text_of(LOG[LAST]) + "— witness.example AAAAAAAAAAAA\n")]

        assert checked(lines).size == 25

    def test_a_log_cut_back_to_an_old_checkpoint_needs_a_witness_to_be_seen(self):
        seen = verify_log.read_checkpoint(text_of(LOG[LAST]), keys=read_keys(KEYS))

        assert checked(LOG[: SECOND + 1]).size == 20
        with pytest.raises(Fault, match="the log was cut"):
            checked(LOG[: SECOND + 1], witnessed=[seen])

    def test_a_whole_second_history_with_the_true_key_needs_a_witness_to_be_seen(self):
        seen = verify_log.read_checkpoint(text_of(LOG[FIRST]), keys=read_keys(KEYS))

        assert checked(exported(leaf=b"lie %d")).size == 25
        with pytest.raises(Fault, match="line 10: entries 0 to 9"):
            checked(exported(leaf=b"lie %d"), witnessed=[seen])

    def test_a_key_of_another_purpose_or_retired_proves_nothing(self):
        codes = msgspec.structs.replace(RING.active(Purpose.CODES), purpose=Purpose.CHECKPOINT)
        old = msgspec.structs.replace(RING.active(Purpose.CHECKPOINT), state=State.RETIRED)
        rest = [one for one in RING.keys if one.purpose != Purpose.CHECKPOINT]
        ring = KeyRing(demo=True, keys=(codes, old, *rest))

        with pytest.raises(Fault, match="no signature"):
            checked(LOG, keys=auditor_keys(ring, origin=ORIGIN))

    @pytest.mark.parametrize(
        "line",
        [
            b"\n",
            b"not json\n",
            b"[" * 5000 + b"\n",
            b"7\n",
            b'"ab"\n',
            b"{}\n",
            b'{"seq":25,"leaf":"AAAA","leaf":"BBBB"}\n',
            b'{"seq":25,"leaf":"AAAA","note":"unsigned"}\n',
            b'{"seq":25, "leaf":"AAAA"}\n',
            b'{"seq":025,"leaf":"AAAA"}\n',
            b'{"seq":25,"leaf":"AAB="}\n',
            b'{"seq":25,"leaf":"AAA"}\n',
            b'{"seq":25,"leaf":"AA\\u0041A"}\n',
            b'{"seq":25,"leaf":"AAAA"}\r\n',
            b'{"checkpoint":7}\n',
            b'{"checkpoint":""}\n',
            b'{"checkpoint":"a","checkpoint":"b"}\n',
            b"\xff\xfe\n",
        ],
    )
    def test_a_line_in_another_spelling_is_a_fault(self, line):
        with pytest.raises(Fault, match="line 29"):
            checked([*LOG, line, LOG[LAST]])

    def test_an_export_without_checkpoint_proves_nothing(self):
        with pytest.raises(Fault, match="no checkpoint"):
            checked(LOG[:5])
        with pytest.raises(Fault, match="no checkpoint"):
            checked([])

    def test_a_checkpoint_of_another_log_is_a_fault(self):
        other = sign_checkpoint(RING, origin="other.example", size=25, root=bytes(32))

        with pytest.raises(Fault, match=r"of the log other\.example"):
            checked([*LOG, checkpoint_line(other)])


class TestKeysFile:
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"[]",
            b"7",
            b"{}",
            b'{"origin":"o","keys":[{}]}',
            b'{"origin":"o","keys":[{"suite":"rot13","public":""}]}',
            b'{"origin":"o","keys":[{"suite":"sm2-sm3","public":"?"}]}',
            b'{"origin":"o","keys":7}',
            b"[" * 5000,
        ],
    )
    def test_a_broken_one_is_a_fault(self, content):
        with pytest.raises(Fault):
            read_keys(content)


class TestCommandLine:
    @pytest.fixture
    def files(self, tmp_path):
        (tmp_path / "export.jsonl").write_bytes(b"".join(LOG))
        (tmp_path / "keys.json").write_bytes(KEYS)
        return tmp_path

    def test_a_lone_copy_of_the_file_runs_without_the_house(self, files):
        (files / "alone.py").write_bytes(SCRIPT.read_bytes())

        run = subprocess.run(
            [sys.executable, "-I", "-S", "alone.py", "export.jsonl", "keys.json"],
            cwd=files,
            capture_output=True,
            text=True,
            check=False,
        )

        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout.startswith("GOOD: 25 entries, root ")

    def test_a_tampered_log_exits_with_1_and_says_where(self, files, capsys):
        lines = list(LOG)
        edit(lines)
        (files / "export.jsonl").write_bytes(b"".join(lines))

        assert main([str(files / "export.jsonl"), str(files / "keys.json")]) == 1
        assert "BAD: line 22: entries 10 to 19" in capsys.readouterr().out

    def test_a_missing_file_exits_with_1(self, files, capsys):
        assert main([str(files / "none.jsonl"), str(files / "keys.json")]) == 1
        assert "BAD" in capsys.readouterr().out

    def test_a_line_without_end_exits_with_1(self, files):
        (files / "export.jsonl").write_bytes(b'{"seq":0,"leaf":"' + b"A" * (1 << 21) + b'"}\n')

        assert main([str(files / "export.jsonl"), str(files / "keys.json")]) == 1

    def test_a_witnessed_checkpoint_is_held_against_the_log(self, files, capsys):
        (files / "seen.txt").write_text(text_of(LOG[LAST]))
        arguments = [str(files / "export.jsonl"), str(files / "keys.json"), "--witnessed", str(files / "seen.txt")]
        assert main(arguments) == 0

        (files / "export.jsonl").write_bytes(b"".join(LOG[: SECOND + 1]))

        assert main(arguments) == 1
        assert "the log was cut" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.quiet
@pytest.mark.parametrize(("entries", "seconds"), [(100_000, 6), pytest.param(1_000_000, 60, marks=pytest.mark.soak)])
def test_so_many_entries_are_checked_in_so_many_seconds(tmp_path, entries, seconds):
    frontier = Frontier()
    with (tmp_path / "export.jsonl").open("wb") as file:
        for seq in range(entries):
            leaf = (
                b'{"action":"case.read","actor":"staff:1","at":"2026-01-01T00:00:00Z","id":"%032d","subject":"case:1"}'
                % seq
            )
            frontier.append(leaf_hash(leaf))
            file.write(entry_line(seq, leaf=leaf))
            if frontier.size % 5000 == 0:
                file.write(checkpoint_line(signed(frontier)))
    (tmp_path / "keys.json").write_bytes(KEYS)
    started = time.monotonic()

    code = main([str(tmp_path / "export.jsonl"), str(tmp_path / "keys.json")])

    assert code == 0
    assert time.monotonic() - started < seconds


def test_the_suites_of_the_house_are_all_known_to_the_verifier():
    assert set(verify_log.SUITES) == {SM2_SM3.name, ED25519.name}
