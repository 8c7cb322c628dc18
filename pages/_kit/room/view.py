"""What stands on the stage of a presenter instead of the scene: the door, the question, the room's picture."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from pages._kit.room import bar, clock, door, forecast, lead, on_stage, way_in
from pages._kit.room.activities import named, of_round
from pages._kit.room.activities.activity import FEWEST
from pages._kit.room.on_stage import OnStage, Picture
from pages._kit.room.store.records import Host, Moment, Round
from pages._kit.room.way_in import WayIn
from pages._kit.sharing import moves

if TYPE_CHECKING:
    from pages._kit.stage import Stage


def find(here: "Stage", host: Host, pictures: Mapping[str, Picture]) -> OnStage | None:
    """What the room has on the presenter's stage; None if the scene stands there."""
    view = on_stage.view()
    if view == "door":
        return OnStage(partial(door.draw, here, host))
    moment = lead.known(host).moment if view else None
    if moment is None or moment.round is None:
        return None
    activity = of_round(moment.round)
    picture = Picture(forecast.show) if activity.name == "forecast" else pictures.get(activity.name)
    return picture and _picture(here, host, moment, moment.round, picture)


def _picture(here: "Stage", host: Host, moment: Moment, now: Round, picture: Picture) -> OnStage:
    live = named(now.activity).live
    shown = lead.shown(host, moment) if live or now.state == "revealed" else None
    if shown is None or len(shown.now.of) < FEWEST:
        return OnStage(partial(_question, here, host, now, moment.answered))
    if live and now.state == "open":
        # A fragment, since an answer changes nothing else on the page, which takes four times as long to run.
        return OnStage(partial(_live, here, host, moment, picture), picture.keys)
    return OnStage(partial(picture.draw, here, shown), picture.keys)


@st.fragment
def _live(here: "Stage", host: Host, drawn: Moment, picture: Picture) -> None:
    """Draw the answers that have come so far. When the clock draws them again, nobody has moved anything."""
    clock.tick("live", bar.POLL)
    moment = lead.known(host).moment
    same = moment and moment.round and drawn.round and moment.round.id == drawn.round.id
    # Of another round, the bar runs the page.
    shown = lead.shown(host, moment if moment and same else drawn)
    if shown is not None and len(shown.now.of) >= FEWEST:
        with moves.no_move():
            picture.draw(here, shown)


def _question(here: "Stage", host: Host, now: Round, counted: int) -> None:
    """Draw the question and its options, how many have answered it, and the way in for those who come late."""
    activity = of_round(now)
    with here.hero, st.container(key="room_question"):
        if now.take > 1:
            st.markdown(f"**Round {now.take}**")
        st.header(activity.question(now), anchor=False)
        options = activity.options(now)
        if options:
            with st.container(key="room_options"):
                st.markdown("\n".join(f"- {option}" for option in options))
        _answered(host, now, counted)
        st.html(f'<div class="room_late">{_late(host.room.code, way_in.find(here.lesson.slug))}</div>')


def _late(code: str, way: WayIn) -> str:
    if way.base is None:
        return f'<b class="code">{code}</b>'
    return f'{way_in.qr_code(way.with_code(code))}<p>{way.shown}</p><b class="code">{code}</b>'


@st.fragment
def _answered(host: Host, now: Round, counted: int) -> None:
    """Say how many have answered; run the page when there are more than the ``counted`` and enough for a picture."""
    clock.tick("answered", bar.POLL)
    moment = lead.known(host).moment
    if moment is None or moment.round is None or moment.round.id != now.id:
        return
    if named(now.activity).live or now.state == "revealed":
        if FEWEST <= moment.answered != counted:
            moves.rerun_quietly()
        comes = f"The picture needs at least {FEWEST} answers."
    else:
        closed = "No more answers are taken. " if moment.round.state == "closed" else ""
        comes = f"{closed}The picture appears here when the presenter reveals it."
    verb = "has" if moment.answered == 1 else "have"
    share = 100 * moment.answered / max(moment.people, 1)
    st.html(
        f'<div class="room_answered"><b>{moment.answered:,}</b> of {moment.people:,} {verb} answered.'
        f'<div class="share"><i style="width: {share:.1f}%"></i></div><p>{comes}</p></div>'
    )
