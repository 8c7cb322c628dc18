"""Tests of pages/big_picture."""
