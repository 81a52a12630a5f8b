"""A wheel built with its readers compiled has them compiled; CI reads the corpora with it."""

from __future__ import annotations

import os

import pytest

from hpbrief.extract.figures import reader as figures
from hpbrief.extract.text import sentences as scanner
from hpbrief.extract.verdicts import reader as verdicts
from hpbrief.parse import lexicon

ASKED = bool(os.environ.get("HPBRIEF_REQUIRE_COMPILED"))


@pytest.mark.skipif(not ASKED, reason="the readers are not meant to be compiled here")
@pytest.mark.parametrize("module", [figures, scanner, verdicts, lexicon], ids=lambda m: m.__name__)
def test_readers_are_compiled(module) -> None:
    assert not str(module.__file__).endswith(".py")
