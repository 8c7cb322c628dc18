"""Tests of core/losses."""
