"""Helpers for tests and benchmarks: servers, browsers, page objects, and websocket visitors."""
