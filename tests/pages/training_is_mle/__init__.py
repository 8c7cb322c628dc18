"""Tests of pages/training_is_mle."""
