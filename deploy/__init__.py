"""The course as a shared server: its ASGI entry, its settings, and what a proxy in front of it needs."""
