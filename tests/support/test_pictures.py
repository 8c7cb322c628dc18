"""Tests of ``make pictures``: the layout of a contact sheet, the complaint about a broken page, and the arguments."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.support import pictures, sheet


def _picture(path: Path, size: tuple[int, int], color: tuple[int, int, int]) -> Path:
    Image.new("RGB", size, color).save(path)
    return path


def test_a_sheet_shows_each_picture_whole_and_in_order(tmp_path: Path) -> None:
    colors = [(255, 0, 0), (0, 255, 0), (0, 0, 255)]
    files = [_picture(tmp_path / f"{place}.png", (400, 200), color) for place, color in enumerate(colors)]
    sheet.write(tmp_path / "sheet.png", "a mode", [sheet.Tile(file, "a page") for file in files], 2, 100)
    with Image.open(tmp_path / "sheet.png") as written:
        pixels = np.asarray(written)
    places = [np.argwhere((pixels == color).all(axis=2)) for color in colors]
    # 400 x 200 pixels become 100 x 50, and nothing covers them.
    assert [len(place) for place in places] == [5000, 5000, 5000]
    red, green, blue = (place[0] for place in places)
    assert red[0] == green[0] < blue[0]
    assert red[1] == blue[1] < green[1]


def test_a_sheet_never_enlarges_a_picture(tmp_path: Path) -> None:
    file = _picture(tmp_path / "0.png", (30, 20), (255, 0, 0))
    sheet.write(tmp_path / "sheet.png", "a mode", [sheet.Tile(file, "a page")], 5, 700)
    with Image.open(tmp_path / "sheet.png") as written:
        assert written.width == 30 + 2 * sheet.GAP


def test_an_empty_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one picture"):
        sheet.write(tmp_path / "sheet.png", "a mode", [], 2, 700)


def test_a_broken_page_is_named_with_what_it_shows(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text("Traceback (most recent call last):\n")
    wrong = {"projector/1_detective": 'shows the error "No."', "projector/2_likelihood": "is not drawn"}
    assert pictures.complaint(wrong, log) == (
        'The page projector/1_detective shows the error "No.", and these are broken too: projector/2_likelihood.'
    )
    assert str(log) in pictures.complaint({}, log)


def test_there_is_no_complaint_about_intact_pages_and_a_clean_log(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text("Uvicorn server started\n")
    assert pictures.complaint({}, log) == ""


@pytest.mark.parametrize("words", [["--mode", "tablet"], ["--lesson", "statistics"]])
def test_an_unknown_mode_or_lesson_is_refused_with_the_list_of_known_ones(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        pictures.main(words)
    assert refused.value.code == 2
    known = "phone-dark" if words[0] == "--mode" else "big-picture"
    assert known in capsys.readouterr().err
