"""Losses as negative log-likelihoods."""
