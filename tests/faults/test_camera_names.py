"""What is given as a camera: taken, or refused in one line without its password."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.edges.camera import parse_camera
from formcheck.errors import CameraError


@given(
    st.one_of(
        st.text(max_size=40),
        st.builds(
            "{}://{}{}".format,
            st.sampled_from(["http", "https", "rtsp", "rtsps", "ftp", "file", ""]),
            st.sampled_from(["", "u:hunter2@", "hunter2@", ":hunter2@"]),
            st.one_of(
                st.text(max_size=20),
                st.sampled_from(["[::1", "[::1]:x", "h:99999", "h:-1", "h/x?y", "h:0"]),
            ),
        ),
        st.just("x" * 5000),
        st.just("a\x00b"),
    )
)
def test_any_text_is_a_camera_or_one_line(text: str) -> None:
    try:
        name = parse_camera(text)
        assert "hunter2" not in str(name)
        assert name.elsewhere is None or name.elsewhere
    except CameraError as error:
        assert "://" not in text or "hunter2@" not in str(error)


@pytest.mark.parametrize("address", ["http://u:hunter2@", "ftp://u:hunter2@h/x"])
def test_the_password_of_a_refused_address_is_not_told(address: str) -> None:
    with pytest.raises(CameraError) as told:
        parse_camera(address)
    assert "hunter2" not in str(told.value)
