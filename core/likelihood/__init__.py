"""Likelihoods of coin flips, counts of events and measurements, and how they are maximized."""
