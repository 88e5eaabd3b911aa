"""`http.fetch`: a mini-app asks a server of its department. What leaves the house is labelled and audited.

Unlike other writes, a POST cannot wait for the end of the call: the author needs its answer. It acts once all the same,
if the server honours `Idempotency-Key`: the key is made of the tap and the POST's place in it, not of the run.
"""

import msgspec

from backend.core import database
from backend.core.audit.log import record
from backend.core.crypto.keys import Purpose
from backend.core.crypto.tags import tag
from backend.core.ground import ground
from backend.core.room import Caller
from backend.host.broker import outbound, places
from backend.host.broker.errors import FetchContentRefused, FetchNotHere, FetchTooLarge, PayloadRefused
from backend.host.registry import service as registry
from plugin_sdk.contract.capabilities.http import FETCH_BYTES, HttpAnswered, HttpFetch
from plugin_sdk.contract.limits import HOST_CALL_PAYLOAD_BYTES

PASSED = ("content-type", "etag", "last-modified")
JSON_TYPES = ("application/json",)
TEXT_PREFIX, JSON_SUFFIX = "text/", "+json"
CHARACTER_SETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "gb2312": "gb18030",  # older servers of departments; the newest standard reads all three
    "gbk": "gb18030",
    "gb18030": "gb18030",
}


async def ask(caller: Caller, request: HttpFetch) -> HttpAnswered:
    """Ask the server and tell what it said; any status is an answer.

    Raises:
        FetchNotHere: a POST while a screen is drawn.
        PayloadRefused: a GET with a body.
        FetchUrlRefused, FetchHostNotNamed, FetchAddressRefused, FetchTooLarge, FetchContentRefused, FetchFailed
    """
    headers = {"accept": "application/json, text/*"}
    body = request.body.encode()
    if request.method == "POST":
        headers |= {"content-type": request.content_type, "idempotency-key": _next_key(caller)}
    elif body:
        raise PayloadRefused(reason="a GET has no body")
    if len(body) > FETCH_BYTES:
        raise FetchTooLarge(limit=FETCH_BYTES)
    async with outbound.in_time():
        place = await places.find(request.url, hosts=_hosts(caller))
        await _record(caller, method=request.method, host=place.host)
        answer = await outbound.exchange(place, method=request.method, headers=headers, body=body)
    return _told(answer)


def _hosts(caller: Caller) -> list[str]:
    release = registry.known(caller.app_id)
    return release.manifest.gkb.outbound_hosts if release else []


def _next_key(caller: Caller) -> str:
    """The key of this call's next POST: the same in each repeated run, and nobody else's."""
    if caller.attempt is None:
        raise FetchNotHere
    ordinal = caller.promised.get("http.fetch", 0) + 1
    caller.promised["http.fetch"] = ordinal
    parts = ("http.fetch", caller.app_id, str(caller.person_id), caller.attempt, str(ordinal))
    return tag(ground().keyring.active(Purpose.INDEX), message="\0".join(parts).encode()).hex()


async def _record(caller: Caller, *, method: str, host: str) -> None:
    """Who was asked, and the label of what could have gone out: all that this call had been told of the person."""
    async with database.transaction():
        await record(
            action="mini-app.fetched",
            actor=f"mini-app:{caller.app_id}",
            subject=f"host:{host} {method}",
            about=caller.person_id,
            purpose=", ".join(sorted(caller.disclosed)) or None,
            fields=sorted({name for names in caller.disclosed.values() for name in names}),
        )


def _told(answer: outbound.Answer) -> HttpAnswered:
    passed = {name: answer.headers[name] for name in PASSED if name in answer.headers}
    told = msgspec.convert(
        {"status": answer.status, "headers": passed, "body": _text(answer) if answer.body else ""}, HttpAnswered
    )
    # As JSON inside JSON a text may grow sixfold.
    if len(msgspec.json.encode(told)) > HOST_CALL_PAYLOAD_BYTES:
        raise FetchTooLarge(limit=FETCH_BYTES)
    return told


def _text(answer: outbound.Answer) -> str:
    kind, _, parameters = answer.headers.get("content-type", "").lower().partition(";")
    kind = kind.strip()
    if kind not in JSON_TYPES and not kind.startswith(TEXT_PREFIX) and not kind.endswith(JSON_SUFFIX):
        raise FetchContentRefused(reason=f"its type is {kind[:80] or 'not said'}, neither JSON nor text")
    if answer.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise FetchContentRefused(reason="it is compressed")
    named = next((part.partition("=")[2] for part in parameters.split(";") if part.strip().startswith("charset=")), "")
    characters = CHARACTER_SETS.get(named.strip().strip('"') or "utf-8")
    try:
        return answer.body.decode(characters or "")
    except (UnicodeDecodeError, LookupError) as error:
        raise FetchContentRefused(reason="its characters cannot be read") from error
