"""The smallest page that asks a room on a server like the course's: ``python -m bench.workshop.asking_server``."""

from deploy import logs

if __name__ == "__main__":
    logs.install()

from bench import bare_server

if __name__ == "__main__":
    bare_server.serve("workshop/asking_app.py")
