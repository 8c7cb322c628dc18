"""Priors, posteriors and what is read off them: one conjugate pair, one file."""
