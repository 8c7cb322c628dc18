"""Tests of pages/map_estimation."""
