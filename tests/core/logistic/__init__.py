"""Tests of core/logistic."""
