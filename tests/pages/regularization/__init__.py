"""Tests of pages/regularization."""
