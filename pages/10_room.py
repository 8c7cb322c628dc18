"""The room, for its participants: ``/room?code=KXMPT``."""

from pages.room import page

page.draw()
