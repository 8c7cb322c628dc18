"""Tests of the kit that lessons share."""
