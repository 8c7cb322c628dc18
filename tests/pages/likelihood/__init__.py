"""Tests of pages/likelihood."""
