"""Priors, posteriors, and estimates and intervals from them; one file for each conjugate pair."""
