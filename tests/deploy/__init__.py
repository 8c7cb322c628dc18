"""The course as a shared server: its parts alone, and real replicas behind a real nginx."""
