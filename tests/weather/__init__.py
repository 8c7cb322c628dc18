"""A sample of ``make bad-weather``: hostile links and forged values, sent to a running server."""
