"""The learner's own file in lesson 9: what the page makes of it, and what is in force."""

from pathlib import Path
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from core.data.own import points as own
from core.data.own.points import choose, read_points, read_table
from tests.support.app import figure, open_lesson

FOLDER = Path(__file__).parents[2] / "data" / "own"
PENGUINS = Path(__file__).parents[3] / "core" / "data" / "penguins.csv"
BAD = b"x,y,label\n1,2,a\n3,four,b\n"


def upload(app: AppTest, content: bytes, name: str = "points.csv") -> AppTest:
    app.file_uploader[0].set_value((name, content, "text/csv"))
    return app.run()


def train(app: AppTest) -> AppTest:
    return next(button for button in app.button if button.label == "Train on it").click().run()


def captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption).replace("\\", "")


def errors(app: AppTest) -> list[str]:
    return [error.value.replace("\\", "") for error in app.error]


def chosen(app: AppTest) -> tuple[str, ...]:
    return tuple(app.selectbox(key=key).value for key in ("own_x", "own_y", "own_label"))


def test_each_file_is_trained_on_or_refused_in_one_sentence() -> None:
    app = open_lesson("9_training-lab.py", hidden="none")
    for path in [*sorted(FOLDER.iterdir()), PENGUINS]:
        upload(app, path.read_bytes(), path.name)
        assert not app.exception, path.name
        if path.name == "decimal_comma_one_column.csv":
            assert errors(app) == [
                "The file has 1 column, but two columns of numbers are needed besides the labels, separated by commas, "
                "semicolons or tabs."
            ]
            continue
        right = read_points(path.read_bytes())
        assert errors(app) == []
        assert chosen(app) == choose(read_table(path.read_bytes())), path.name
        train(app)
        assert not app.exception, path.name
        assert app.selectbox(key="data").value == "yours"
        n_train = round(2 * right.n / 3)
        assert f"{n_train} points to train on, {right.n - n_train} held out" in captions(app), path.name
        assert right.note in captions(app), path.name
    app.button(key="run_ten").click().run()
    assert figure(app, "Step") == "10"


def test_a_file_is_read_once() -> None:
    app = open_lesson("9_training-lab.py", hidden="none")
    content = (FOLDER / "one_missing.csv").read_bytes()
    with (
        patch("core.data.own.points.parse_csv", wraps=own.parse_csv) as read,
        patch("pages.training_lab.own_points.not_offered", wraps=own.not_offered) as reasons,
    ):
        upload(app, content)
        app.selectbox(key="own_x").set_value("x").run()
        app.select_slider(key="lr").set_value(0.05).run()
        train(app)
        assert (read.call_count, reasons.call_count) == (1, 1)
        upload(app, content)
        assert (read.call_count, reasons.call_count) == (2, 2)


def test_a_good_file_after_a_bad_one_makes_the_old_error_go_at_once() -> None:
    app = upload(open_lesson("9_training-lab.py", hidden="none"), BAD)
    assert len(errors(app)) == 1
    assert errors(app)[0].startswith("Line 3")
    upload(app, (FOLDER / "label_first.csv").read_bytes())
    assert errors(app) == []
    upload(app, BAD)
    app.file_uploader[0].set_value(None).run()
    assert errors(app) == []


def test_a_refused_choice_is_named_until_another_is_made_and_the_old_points_stay_in_force() -> None:
    app = train(upload(open_lesson("9_training-lab.py", hidden="none"), (FOLDER / "label_first.csv").read_bytes()))
    before = captions(app)
    app.selectbox(key="own_y").set_value("length").run()
    train(app)
    assert errors(app) == ['Column "length" is chosen twice, but three different columns are needed.']
    assert "8 points to train on, 4 held out" in before
    assert "8 points to train on, 4 held out" in captions(app)
    app.selectbox(key="own_y").set_value("width").run()
    assert errors(app) == []


def test_another_files_columns_are_chosen_anew_unless_it_has_them_all() -> None:
    app = upload(open_lesson("9_training-lab.py", hidden="none"), (FOLDER / "one_missing.csv").read_bytes())
    app.selectbox(key="own_x").set_value("x").run()
    app.selectbox(key="own_y").set_value("y").run()
    upload(app, (FOLDER / "thousands.csv").read_bytes())
    assert chosen(app) == ("x", "y", "label")
    upload(app, (FOLDER / "label_first.csv").read_bytes())
    assert chosen(app) == ("length", "width", "kind")


def test_no_column_of_a_file_is_bound_to_the_address() -> None:
    """The browser writes a bound field there at its first change."""
    app = upload(open_lesson("9_training-lab.py", hidden="none"), (FOLDER / "label_first.csv").read_bytes())
    bound = {field.key for field in app.selectbox if field.proto.query_param_key}
    assert "optimizer" in bound and not bound & {"own_x", "own_y", "own_label"}


def test_columns_that_are_not_offered_are_named() -> None:
    app = upload(open_lesson("9_training-lab.py", hidden="none"), (FOLDER / "year_headers.csv").read_bytes())
    assert "Not offered: region (12 different texts)." in captions(app)
    many = [f"{i},{i * i},{'ab'[i % 2]}," + ",".join(f"t{i}" for _ in range(8)) for i in range(12)]
    content = "u,v,side," + ",".join(f"t{k}" for k in range(8)) + "\n" + "\n".join(many)
    upload(app, content.encode())
    assert "t5 (12 different texts) and 2 more." in captions(app)


@pytest.mark.parametrize("name", ["$x$ and $y$", ":red[x]", "a*b*c", "`x`", "<b>", "[x](https://example.org)"])
def test_a_name_stands_on_the_page_as_it_is_in_the_file(name: str) -> None:
    rows = "\n".join(f"{'' if i == 3 else i},{i * i},{'ab'[i % 2]}" for i in range(12))
    app = train(upload(open_lesson("9_training-lab.py", hidden="none"), f"{name},y,label\n{rows}".encode()))
    said = next(caption.value for caption in app.caption if "left out" in caption.value)
    assert f"no value in {name}." in said.replace("\\", "")
    assert name not in said


def pressed_while_another_file_is_read() -> None:
    import streamlit as st

    from core.data.own.points import read_table
    from pages.training_lab import own_points

    rows = "".join(f"{i},{i * i},{'ab'[i % 2]}\n" for i in range(20))
    st.session_state.update(own_x="x", own_y="y", own_label="label")
    own_points._use(read_table(f"width,height,side\n{rows}".encode()))
    assert own_points._upload().problem is None
    st.text(" ".join(own_points.current().points.features))


def test_a_file_is_used_though_the_fields_still_hold_another_files_columns() -> None:
    """If the button is pressed while a file is read, the fields still hold columns that the file does not have."""
    app = AppTest.from_function(pressed_while_another_file_is_read).run()
    assert not app.exception
    assert app.text[0].value == "width height"
