"""Tests of pages/overview."""
