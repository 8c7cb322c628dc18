"""Health check of one address, with exit code 0 for a 200: ``python -m deploy.check http://127.0.0.1:8501/readyz``."""

import http.client
import sys
from urllib.parse import urlsplit


def answers(url: str) -> bool:
    """Return whether ``url`` answers 200 within three seconds."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=3)
    try:
        connection.request("GET", parts.path or "/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1]) else 1)
