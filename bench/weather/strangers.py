"""Clients that misbehave: they clear caches, ask for reruns without end, upload too much."""

from __future__ import annotations

import http.client
import time
from itertools import pairwise
from threading import Event, Thread
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed

from bench.client import Client
from bench.weather.widgets import faults

CLEARINGS = 10.0
RERUNS = 50.0
MEGABYTE = 1_000_000
THETAS = (0.3, 0.6)
STEPS = 20_000


def clear_caches(url: str, seconds: float, *, clear: bool = True) -> list[str]:
    """Train while another client asks ten times a second to clear all caches; what went wrong with the training."""
    message = BackMsg(clear_cache=True) if clear else BackMsg(app_heartbeat=True)
    over, wrong = Event(), []

    def stranger() -> None:
        try:
            with Client(url, "detective") as client:
                client.open()
                while not over.wait(1 / CLEARINGS):
                    client.send(message.SerializeToString())
                    client.hear(0)
        except ConnectionClosed as error:  # without a connection, nothing was tried
            wrong.append(f"the connection was closed: {error}")

    thread = Thread(target=stranger)
    steps = [0]
    with Client(url, "training-lab", f"steps={STEPS}", strict=False) as client:
        client.open()
        client.move("pace", "as fast as it can")
        client.move("play")
        thread.start()
        try:
            end = time.monotonic() + seconds
            while time.monotonic() < end and (client.ticking or steps[-1] == STEPS):
                if not client.ticking:  # the run has ended: start another
                    client.move("play")
                    steps.append(0)
                run = client.tick()
                wrong += faults(run)
                steps += [int(run.metrics[label].replace(",", "")) for label in ("Step",) if label in run.metrics]
                time.sleep(0.05)
        finally:
            over.set()
            thread.join()
    if not client.ticking and steps[-1] < STEPS:
        wrong.append("the run stopped")
    if any(after < before < STEPS for before, after in pairwise(steps)) or not any(steps):
        wrong.append(f"the run did not go on: steps {steps[:5]} to {steps[-5:]}")
    return wrong


def rerun_without_end(url: str, seconds: float) -> int:
    """Move a slider fifty times a second without waiting for an answer; return how many times."""
    sent, over = 0, Event()
    with Client(url, "likelihood") as client:
        client.open()

        def listen() -> None:
            while not over.is_set():
                client.hear(0.2)

        listener = Thread(target=listen)
        listener.start()
        end = time.monotonic() + seconds
        while (now := time.monotonic()) < end:
            client.send(client.visit.move("theta", THETAS[sent % 2]))
            sent += 1
            time.sleep(max(0.0, now + 1 / RERUNS - time.monotonic()))
        over.set()
        listener.join()
    return sent


def _put(url: str, path: str, size: int, *, said: int | None = None) -> int:
    """Upload ``size`` bytes, a megabyte at a time; return the status, or 0 if the server closed the connection."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    boundary = "course"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="../x.csv"\r\n\r\n'.encode()
    tail = f"\r\n--{boundary}--\r\n".encode()
    try:
        connection.putrequest("PUT", path)
        connection.putheader("Content-Type", f"multipart/form-data; boundary={boundary}")
        connection.putheader("Content-Length", str(len(head) + size + len(tail) if said is None else said))
        connection.endheaders()
        connection.send(head)
        for start in range(0, size, MEGABYTE):
            connection.send((b"1,2,a\n" * (MEGABYTE // 6 + 1))[: min(MEGABYTE, size - start)])
        connection.send(tail)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def uploads(url: str) -> tuple[int, list[str]]:
    """Upload files that are too large, and files for sessions that do not exist; how many, and what was wrong."""
    with Client(url, "training-lab") as client:
        client.open()
        mine = f"{client.visit.session}/a"
        sizes = {f"{size:,} bytes": (mine, size) for size in (1_200_000, 5 * MEGABYTE, 50 * MEGABYTE)}
        lost = ("nobody/a", "../../etc/passwd", f"{client.visit.session}/..%2f..%2fx", "%00/%00")
        places = {place: (place, 1000) for place in lost}
        asked = {**sizes, **places}
        tries = [(what, _put(url, f"/_stcore/upload_file/{place}", size)) for what, (place, size) in asked.items()]
        tries.append(("no file at all", _put(url, f"/_stcore/upload_file/{mine}", 0, said=0)))
        wrong = [f"an upload of {what} was answered {status}" for what, status in tries if status in range(200, 300)]
        wrong += [f"an upload of {what} broke the server: {status}" for what, status in tries if status >= 500]
        wrong += faults(client.move("run_step"))
    return len(tries), wrong
