"""Logistic regression with a prior on its weights: MLE, MAP estimates, the posterior, and a race of optimizers."""
