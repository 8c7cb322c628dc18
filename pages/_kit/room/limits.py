"""How often something may be done: token buckets in constant memory."""

import time
from collections import OrderedDict
from typing import Final


class Bucket:
    """A token bucket: it holds ``burst`` tokens and gains ``rate`` a second.

    Parameters
    ----------
    rate, burst : float
        Tokens a second, and the most that it holds. It begins full.
    """

    __slots__ = ("_at", "_burst", "_rate", "_tokens")

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._tokens, self._at = burst, time.monotonic()

    def has(self) -> bool:
        """Whether a token is there."""
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + self._gain(now - self._at))
        self._at = now
        return self._tokens >= 1

    def _gain(self, seconds: float) -> float:
        return self._rate * seconds

    def take(self) -> bool:
        """Take a token; return whether one was there."""
        there = self.has()
        if there:
            self._tokens -= 1
        return there


class IdleBucket(Bucket):
    """A token bucket that fills faster the more this process leaves of a processor.

    Parameters
    ----------
    rate, burst : float
        As of a bucket; it never fills more slowly.
    idle_rate : float
        Tokens for each second of a processor that the process has not used.
    """

    __slots__ = ("_idle_rate", "_used")

    def __init__(self, rate: float, burst: float, idle_rate: float) -> None:
        super().__init__(rate, burst)
        self._idle_rate, self._used = idle_rate, time.process_time()

    def _gain(self, seconds: float) -> float:
        used = time.process_time()
        idle = seconds - (used - self._used)
        self._used = used
        return max(self._rate * seconds, self._idle_rate * idle)


class Buckets:
    """A bucket for each key, for the ``most`` keys that were used last.

    Parameters
    ----------
    rate, burst : float
        Of each bucket.
    most : int
        A key that is forgotten begins anew with a full bucket.
    """

    def __init__(self, rate: float, burst: float, most: int = 2000) -> None:
        self._rate, self._burst, self._most = rate, burst, most
        self._of: Final[OrderedDict[str, Bucket]] = OrderedDict()

    def take(self, key: str) -> bool:
        """Take a token of this key's bucket; return whether one was there."""
        bucket = self._of.pop(key, None) or Bucket(self._rate, self._burst)
        self._of[key] = bucket
        while len(self._of) > self._most:
            self._of.popitem(last=False)
        return bucket.take()
