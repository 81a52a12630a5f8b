"""Marks that nobody sees, and letters and digits that look like others, change nothing that is read."""

from __future__ import annotations

import time
from datetime import date

import pytest

from hpbrief.briefing import parse_briefing
from hpbrief.parse.text import normalise_text

PLAIN = "Thu ngân sách tháng 10 đạt 98.765,4 tỷ đồng, tăng 12,5%."
PRINTS = {
    "soft hyphens": PLAIN.replace("ngân", "ng\u00adân").replace("98.7", "98.\u00ad7"),
    "breaks without width": PLAIN.replace("98", "9\u200b8").replace("12", "\u200b12"),
    "joiners": PLAIN.replace("đạt", "đ\u2060ạt").replace("5%", "5\ufeff%"),
    "directions": PLAIN.replace("98.765,4", "\u202a98.765,4\u202c").replace("12,5", "\u206612,5\u2069"),
    "eth": PLAIN.replace("đ", "\u00f0"),
    "african d": PLAIN.replace("đ", "\u0256"),
    "full width": PLAIN.replace("98.765,4", "\uff19\uff18\uff0e\uff17\uff16\uff15\uff0c\uff14").replace(
        "%", "\uff05"
    ),
    "digits of another script": PLAIN.replace("12,5", "\u0661\u0662,\u0665"),
    "mathematical digits": PLAIN.replace("12", "\U0001d7cf\U0001d7d0"),
}


@pytest.mark.parametrize("text", PRINTS.values(), ids=PRINTS)
def test_each_print_is_read_as_the_plain_one(text: str) -> None:
    assert normalise_text(text) == PLAIN
    read, plain = (parse_briefing(one, document_date=date(2025, 11, 4)) for one in (text, PLAIN))
    assert read.statements == plain.statements
    assert not read.issues


@pytest.mark.parametrize("text", ["90 m²", "5 × 3", "Đà Nẵng", "a ½ b", "10°C", "e\u0323\u0302"])
def test_other_letters_and_marks_stay(text: str) -> None:
    assert len(normalise_text(text)) in (len(text), 1)
    assert normalise_text(text)[0] != " "


@pytest.mark.parametrize(
    "text",
    [
        "12 tỷ ",
        "3 tỷ 12 triệu ",
        "1 234 ",
        "12, 5% ",
        "US$ ",
        "a\u0301",
        "5 tỷ rưỡi ",
        "T10/2025 Q3 ",
        "\u200b1",
    ],
)
def test_reading_is_linear(text: str) -> None:
    """Eight times the text takes no more than some eight times as long."""
    spent = []
    for size in (10_000, 80_000):
        start = time.process_time()
        parse_briefing(text * (size // len(text)), document_date=date(2025, 11, 4))
        spent.append(time.process_time() - start)
    assert spent[1] < 20 * max(spent[0], 0.05)
