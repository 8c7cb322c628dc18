"""Helpers of tests and benchmarks: servers, browsers, page objects, visitors."""
