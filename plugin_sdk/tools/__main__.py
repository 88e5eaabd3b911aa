"""`python -m plugin_sdk.tools`: the same as `gkb`, where the script is not on the path."""

import sys

from plugin_sdk.tools.cli import main

sys.exit(main())
