"""The smallest lesson, served as the course is: what no lesson can come below. ``python -m bench.floor_server``."""

from deploy import logs

if __name__ == "__main__":
    logs.install()

from bench import bare_server

if __name__ == "__main__":
    bare_server.serve("floor_app.py")
