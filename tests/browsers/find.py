"""Finding WebKit, its display and Firefox on this machine."""

import sys
from shutil import which

DRIVER, DISPLAY = "WebKitWebDriver", "Xvfb"
FIREFOX = ("firefox-esr", "firefox")


class MissingBrowserError(RuntimeError):
    """A browser is missing on this machine; its tests fail with this error instead of being skipped."""


def find(*names: str) -> str:
    """Path of the first of these programs that is installed."""
    path = next(filter(None, map(which, names)), None)
    if path is None:
        raise MissingBrowserError(
            f"There is no {' or '.join(names)} here. `make browsers` installs it on Debian; by hand: "
            "apt-get install webkit2gtk-driver xvfb firefox-esr"
        )
    return path


if __name__ == "__main__":
    try:
        sys.stdout.write("\n".join([find(DRIVER), find(DISPLAY), find(*FIREFOX)]) + "\n")
    except MissingBrowserError as error:
        sys.exit(str(error))
