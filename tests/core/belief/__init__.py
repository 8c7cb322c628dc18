"""Tests of core/belief."""
