"""What lessons share."""
