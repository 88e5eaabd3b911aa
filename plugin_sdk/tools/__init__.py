"""The department's side: the command `gkb`, its simulator, and the machine review. Never part of a running call."""

import sys
from pathlib import Path

# The wheel that installs alone carries what the tools need; what is installed beside it comes first.
_VENDOR = Path(__file__).parent.parent / "vendor"
if _VENDOR.is_dir() and str(_VENDOR) not in sys.path:
    sys.path.append(str(_VENDOR))
