"""Collections that the code reads and writes with `ctx.records`."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.handlers import argument, text_of
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Place


def used_collections(reviewed: Reviewed) -> Iterator[tuple[str, Place]]:
    """Names that stand in the source, with the calls that use them."""
    for call in reviewed.calls:
        if call.sure and call.capability.startswith("records."):
            name = text_of(call.module, argument(call.node, "collection", 0))
            if name is not None:
                yield name, in_code(call.module, call.node)
