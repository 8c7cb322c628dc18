"""Tests of pages/_kit."""
