"""Tests of core/likelihood."""
