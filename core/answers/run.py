"""An answer in the making: taken further in small portions, by whoever waits for it, and then kept for all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from core.answers.methods import Working
from core.answers.portrait import Portrait, portrait
from core.answers.task import Answer, Method, Settings


class AnswerRun:
    """One method at work on one setting, shared by all who ask for it.

    Parameters
    ----------
    settings : Settings
        What is to be answered.
    method : str
        Who answers.
    begin : callable
        Makes the generator; it is called when the first portion is due, and may import what it needs.

    Attributes
    ----------
    share : float
        How much of the work is done, 0 to 1.
    portrait : Portrait or None
        The answer, once there is one.
    """

    def __init__(self, settings: Settings, method: Method, begin: Callable[[Settings], Working]) -> None:
        self.settings, self.method = settings, method
        self.share = 0.0
        self.portrait: Portrait | None = None
        self._begin, self._seconds = begin, 0.0
        self._working: Working | None = None
        self._mine = threading.Lock()

    @classmethod
    def of(cls, settings: Settings, answer: Answer) -> AnswerRun:
        """A run that has ended with this answer."""
        run = cls(settings, answer.method, _never)
        run.share, run.portrait = 1.0, portrait(settings, answer)
        return run

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.portrait is not None

    def advance(self) -> None:
        """Do the next small portion; while another thread does it, wait a little."""
        if not self._mine.acquire(timeout=0.01):
            return
        try:
            if self.portrait is None:
                self._portion()
        finally:
            self._mine.release()

    def _portion(self) -> None:
        if self._working is None:
            self._working = self._begin(self.settings)
        before = time.thread_time()  # of this thread alone: others' work is no cost of this method
        try:
            self.share = next(self._working)
        except StopIteration as end:
            seconds = self._seconds + time.thread_time() - before
            self.portrait, self.share = portrait(self.settings, replace(end.value, seconds=seconds)), 1.0
        else:
            self._seconds += time.thread_time() - before


def finish(run: AnswerRun) -> Answer:
    """Advance a run to its end, at once."""
    while run.portrait is None:
        run.advance()
    return run.portrait.answer


def _never(_: Settings) -> Working:
    raise RuntimeError("this run had ended when it was made")
