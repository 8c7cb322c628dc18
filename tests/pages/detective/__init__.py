"""Tests of pages/detective."""
