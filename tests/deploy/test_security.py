"""The security headers: the hashes of Streamlit's own inline scripts, and a policy that allows no other script."""

import base64
import hashlib
import re

import pytest

from deploy.security import INDEX, SecurityHeaders, content_security_policy, inline_script_hashes, security_headers
from deploy.settings import Choices
from tests.support.asgi import ask, headers_of, says_hello


def _directives(policy: str) -> dict[str, str]:
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in policy.split(";"))}


def test_the_policy_allows_the_inline_scripts_of_streamlits_page_and_no_other_script() -> None:
    html = INDEX.read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    assert inline, "Streamlit's page has no inline script any more: the policy needs no hash"
    expected = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inline]
    scripts = _directives(content_security_policy(html))["script-src"].split()
    assert scripts == ["'self'", "blob:", "'wasm-unsafe-eval'", *expected]


def test_a_script_of_a_file_has_no_hash_and_two_inline_ones_have_two() -> None:
    page = "<script src='a.js'></script><script>one()</script><p>&lt;</p><script type='module'>two < 3</script>"
    hashes = inline_script_hashes(page)
    assert len(hashes) == len(set(hashes)) == 2
    assert hashes[1] == inline_script_hashes("<script>two < 3</script>")[0]


def test_nothing_is_allowed_by_default_and_no_text_becomes_a_script() -> None:
    policy = security_headers()["Content-Security-Policy"]
    directives = _directives(policy)
    assert directives["default-src"] == "'none'"
    assert directives["base-uri"] == "'none'"
    assert "'unsafe-eval'" not in policy
    assert "unsafe-inline" not in directives["script-src"]
    assert not re.search(r"https?:|\*", policy), "the policy names a host"


def test_the_sites_that_may_frame_the_course_are_a_choice_that_adds_no_other_directive() -> None:
    chosen = Choices(frame_ancestors="'self' https://school.example")
    assert security_headers(chosen.frame_ancestors)["Content-Security-Policy"].endswith(
        "frame-ancestors 'self' https://school.example"
    )
    assert chosen.framed_elsewhere
    assert not Choices().framed_elsewhere
    for forged in ("*; script-src *", "'self'\r\nX-Forged: 1", ""):
        with pytest.raises(ValueError, match="COURSE_FRAME_ANCESTORS"):
            Choices(frame_ancestors=forged)


def test_every_response_has_the_security_headers_and_keeps_its_own() -> None:
    sent = ask(SecurityHeaders(says_hello, security_headers()))
    headers = headers_of(sent)
    assert headers["content-type"] == "text/plain"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
