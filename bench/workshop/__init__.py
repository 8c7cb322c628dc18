"""A workshop without browsers: a presenter and the phones of a room, its load and its faults."""
