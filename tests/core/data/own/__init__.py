"""Tests of core/data/own."""
