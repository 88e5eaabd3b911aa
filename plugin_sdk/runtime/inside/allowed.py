"""The modules of the standard library that mini-apps may import, imported here so that they are in the image.

Chosen by one rule: pure calculation. This list keeps mini-apps readable for reviewers; the wall is WebAssembly.
"""

import importlib

ALLOWED_MODULES = frozenset(
    {
        "__future__",
        "abc",
        "array",
        "base64",
        "binascii",
        "bisect",
        "calendar",
        "collections",
        "collections.abc",
        "copy",
        "dataclasses",
        "datetime",
        "decimal",
        "difflib",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "heapq",
        "hmac",
        "html",
        "itertools",
        "json",
        "math",
        "numbers",
        "operator",
        "random",
        "re",
        "statistics",
        "string",
        "textwrap",
        "time",
        "types",
        "typing",
        "unicodedata",
        "urllib.parse",
        "uuid",
        "zlib",
    }
)

IMPORTED_LATE = ("_strptime", "encodings.idna", "unicodedata")
"""What allowed modules import only when used, when there is nothing to import from any more."""

for _name in (*sorted(ALLOWED_MODULES), *IMPORTED_LATE):
    importlib.import_module(_name)
