"""Say in one sentence whether this book can be built here. Runs on any Python, also an old one."""

import platform
import sys

SYSTEMS = (("Linux", "x86_64"), ("Linux", "aarch64"), ("Darwin", "arm64"))


def verdict(version, system, machine):
    """Return one sentence against this machine, or an empty string."""
    if not (3, 11) <= tuple(version[:2]) <= (3, 13):
        return (
            "This book needs Python 3.11, 3.12 or 3.13, and this is %d.%d: try `make PYTHON=python3.12 book`."
            % tuple(version[:2])
        )
    if (system, machine) not in SYSTEMS:
        return (
            "This book runs on Linux (x86-64, arm64), macOS on Apple silicon and Windows through WSL2, "
            "and this is %s on %s." % (system, machine)
        )
    return ""


if __name__ == "__main__":
    sys.exit(verdict(sys.version_info, platform.system(), platform.machine()) or 0)
