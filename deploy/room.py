"""The address at which phones ask for the stage of their room: an answer that needs no run of the page."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from pages._kit.room import watch


def room_route() -> Route:
    """Return the route ``/room-stage/<number>/<code>`` (:func:`pages._kit.room.watch.stage`)."""

    # Not async: where it has to ask the database, it waits in a thread.
    def answer(request: Request) -> PlainTextResponse:
        stage = watch.stage(request.path_params["number"], request.path_params["code"])
        return PlainTextResponse(stage, headers={"Cache-Control": "no-store"})

    return Route(f"/{watch.FOLDER}/{{number}}/{{code}}", answer)
