"""Tests: charts."""
