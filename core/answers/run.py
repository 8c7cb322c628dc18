"""A method's computation, shared by all sessions that wait for it and advanced in small portions."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from core.answers.methods import Working
from core.answers.results import Results, results_of
from core.answers.task import Answer, Method, Settings


class AnswerRun:
    """Computation of one method's answer to one setting.

    Parameters
    ----------
    settings : Settings
        Data and prior.
    method : str
        One of :data:`core.answers.task.METHODS`.
    begin : callable
        Makes the method's generator. It is called at the first :meth:`advance`, so it can import torch then.

    Attributes
    ----------
    share : float
        Fraction of the work that is done, from 0 to 1.
    results : Results or None
        Results of the answer; None until it is computed.
    """

    def __init__(self, settings: Settings, method: Method, begin: Callable[[Settings], Working]) -> None:
        self.settings, self.method = settings, method
        self.share = 0.0
        self.results: Results | None = None
        self._begin, self._seconds = begin, 0.0
        self._working: Working | None = None
        self._lock = threading.Lock()

    @classmethod
    def of(cls, settings: Settings, answer: Answer) -> AnswerRun:
        """A finished run with a known answer."""
        run = cls(settings, answer.method, _no_method)
        run.share, run.results = 1.0, results_of(settings, answer)
        return run

    @property
    def finished(self) -> bool:
        """Whether the answer is computed."""
        return self.results is not None

    def advance(self) -> None:
        """Compute the next portion; if another thread is computing one, wait up to 10 ms and return."""
        if not self._lock.acquire(timeout=0.01):
            return
        try:
            if self.results is None:
                self._advance_once()
        finally:
            self._lock.release()

    def _advance_once(self) -> None:
        if self._working is None:
            self._working = self._begin(self.settings)
        before = time.thread_time()  # of this thread alone: the work of other threads is not this method's cost
        try:
            self.share = next(self._working)
        except StopIteration as end:
            seconds = self._seconds + time.thread_time() - before
            self.results, self.share = results_of(self.settings, replace(end.value, seconds=seconds)), 1.0
        else:
            self._seconds += time.thread_time() - before


def finish(run: AnswerRun) -> Answer:
    """Advance a run to its end and return the answer."""
    while run.results is None:
        run.advance()
    return run.results.answer


def _no_method(_: Settings) -> Working:
    raise RuntimeError("a run that is made of a known answer has nothing to compute")
