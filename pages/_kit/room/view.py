"""What stands on the stage of a presenter instead of the scene: the door, the question, the room's picture."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from pages._kit.room import door, forecast, lead
from pages._kit.room.activities import named
from pages._kit.room.activities.activity import FEWEST
from pages._kit.room.store.errors import AwayError
from pages._kit.room.store.records import Host, Moment

if TYPE_CHECKING:
    from pages._kit.stage import Picture, Stage


def draw(here: "Stage", host: Host, pictures: Mapping[str, "Picture"]) -> bool:
    """Draw what the room has on the stage, if anything; return whether it has."""
    pictures = {**pictures, "forecast": forecast.show}
    view = lead.view()
    if view is None:
        return False
    moment = lead.moment(host)
    if view == "door":
        door.draw(here, host, moment)
        return True
    if isinstance(moment, str) or moment.round is None or moment.round.activity not in pictures:
        return False
    _picture(here, host, moment, pictures[moment.round.activity])
    return True


def _picture(here: "Stage", host: Host, moment: Moment, picture: "Picture") -> None:
    now = moment.round
    assert now is not None
    activity = named(now.activity)
    try:
        shown = lead.shown(host, now) if activity.live or now.state == "revealed" else None
    except AwayError:
        shown = None
    if shown is not None and len(shown.now.of) >= FEWEST:
        picture(here, shown)
        return
    with here.hero, st.container(key="room_question"):
        st.header(activity.question(now), anchor=False)
        st.markdown(
            f"{moment.answered} of {moment.people} have answered."
            + (
                f" The picture stands here from {FEWEST} answers on."
                if activity.live or now.state == "revealed"
                else ""
            )
        )
