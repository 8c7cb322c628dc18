"""The course as a shared server: ASGI app, settings, middleware, and files for nginx, containers and Kubernetes."""
