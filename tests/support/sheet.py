"""Contact sheets: many pictures on one image, each with its label above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

GAP = 24
LABEL = 34
TITLE = 52
PAPER = "#8a8f98"
"""Middle gray, on which the edges of both light and dark pages are visible."""
INK = "#000000"


@dataclass(frozen=True)
class Tile:
    """One picture of a sheet: its file, its label, and whether the label is shown as a warning."""

    file: Path
    label: str
    failed: bool = False


def write(path: Path, title: str, tiles: Sequence[Tile], columns: int, width: int) -> None:
    """Write the sheet of ``tiles`` to ``path``, row by row, each scaled to ``width`` pixels.

    Parameters
    ----------
    path : Path
        The image to write, a PNG.
    title : str
        The line at the top.
    tiles : sequence of Tile
        At least one; all their pictures have the proportions of the first.
    columns : int
        Tiles in a full row.
    width : int
        Pixels; a picture is never enlarged.

    Raises
    ------
    ValueError
        If there is no tile.
    """
    if not tiles:
        raise ValueError("A sheet needs at least one picture.")
    pictures = [_scaled(tile.file, width) for tile in tiles]
    columns = min(columns, len(tiles))
    rows = -(-len(tiles) // columns)
    step_x = pictures[0].width + GAP
    step_y = LABEL + max(picture.height for picture in pictures) + GAP
    sheet = Image.new("RGB", (GAP + columns * step_x, TITLE + rows * step_y), PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.text((GAP, 12), title, INK, ImageFont.load_default(26))
    for place, (tile, picture) in enumerate(zip(tiles, pictures, strict=True)):
        row, column = divmod(place, columns)
        x, y = GAP + column * step_x, TITLE + row * step_y
        draw.text((x, y), tile.label, "#8b0000" if tile.failed else INK, ImageFont.load_default(22))
        sheet.paste(picture, (x, y + LABEL))
    sheet.save(path)


def _scaled(file: Path, width: int) -> Image.Image:
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    if picture.width <= width:
        return picture
    return picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
