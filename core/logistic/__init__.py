"""Logistic regression with a prior on its weights."""
