"""Tests of pages/training_lab."""
