"""Lesson 9. What moves the weights: the data or the prior?"""

from pages._kit import stage
from pages.training_lab import end, training

here = stage.open_lesson("training-lab")
here.play({"lab": training.scene, "end": end.scene})
