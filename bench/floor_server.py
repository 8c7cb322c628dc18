"""The smallest possible lesson on a server like the course's: ``python -m bench.floor_server``."""

from deploy import logs

if __name__ == "__main__":
    logs.install()

from bench import bare_server

if __name__ == "__main__":
    bare_server.serve("floor_app.py")
