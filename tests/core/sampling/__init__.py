"""Tests of core/sampling."""
