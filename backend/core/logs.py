"""Logs are events with fields, one JSON object a line, never personal data.

Fields are named by the caller; whatever looks like a phone number or an ID number is masked all the same, because the
one careless line is the one that leaks.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from backend.core.tracing import causal_id

PERSONAL = re.compile(r"(?<![0-9a-zA-Z])(1[3-9][0-9]{9}|[1-9][0-9]{16}[0-9Xx])(?![0-9a-zA-Z])")


def configure(level: str) -> None:
    """Send structlog and the standard library's logging to standard error, masked."""
    processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        _add_causal_id,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _mask,
    ]
    structlog.configure(
        processors=[*processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=processors,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)


def logger(name: str) -> Any:
    """A logger for events: `log.info("card.revoked", card_id=...)`."""
    return structlog.stdlib.get_logger(name)


def masked(text: str) -> str:
    """The text with phone and ID numbers reduced to their last two characters."""
    return PERSONAL.sub(lambda found: "*" * (len(found[0]) - 2) + found[0][-2:], text)


def _add_causal_id(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    event.setdefault("trace_id", causal_id())
    return event


def _mask(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = masked(value)
    return event
