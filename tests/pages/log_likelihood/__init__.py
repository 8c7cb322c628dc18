"""Tests of pages/log_likelihood."""
