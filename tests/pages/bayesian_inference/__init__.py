"""Tests of pages/bayesian_inference."""
