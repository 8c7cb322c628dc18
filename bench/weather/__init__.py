"""Hostile clients and a full disk, against the deployed server: ``make bad-weather``."""
