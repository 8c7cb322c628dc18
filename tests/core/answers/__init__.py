"""Tests of core/answers."""
