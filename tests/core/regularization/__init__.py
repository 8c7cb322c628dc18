"""Tests of core/regularization."""
