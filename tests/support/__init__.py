"""Tools that tests, measurements and their authors share."""
