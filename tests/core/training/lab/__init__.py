"""Tests of core/training/lab."""
