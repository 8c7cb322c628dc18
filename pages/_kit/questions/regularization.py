"""Questions of lesson 7."""

from typing import Final

from pages._kit.questions.question import Question

QUESTIONS: Final[tuple[Question, ...]] = ()
