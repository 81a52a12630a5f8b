"""Files changed at random, from a seed: bits turned, pieces cut, doubled, moved, filled; numbers made huge."""

from __future__ import annotations

import io
import random
import zipfile

HUGE = (b"99999999", b"-1", b"0", b"4294967295", b"18446744073709551616", b"1e999")


def mutate(data: bytes, seed: int) -> bytes:
    """``data`` changed in one to eight places; the same seed gives the same bytes."""
    draw = random.Random(seed)
    if data[:4] == b"PK\x03\x04" and draw.random() < 0.6:
        return _within_zip(data, draw)
    return _changed(data, draw)


def _changed(data: bytes, draw: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(draw.randint(1, 8)):
        if not out:
            break
        at = draw.randrange(len(out))
        size = min(len(out) - at, int(2 ** draw.uniform(0, 12)))
        match draw.randrange(7):
            case 0:
                out[at] ^= 1 << draw.randrange(8)
            case 1:
                del out[at : at + size]
            case 2:
                out[at:at] = out[at : at + size] * draw.randint(1, 20)
            case 3:
                out[at : at + size] = bytes(draw.randrange(256) for _ in range(min(size, 64)))
            case 4:
                del out[at:]
            case 5:
                digits = [i for i in range(at, min(len(out), at + 500)) if 48 <= out[i] <= 57]
                if digits:
                    out[digits[0] : digits[0] + 1] = draw.choice(HUGE)
            case 6:
                other = draw.randrange(len(out))
                out[other : other + size] = out[at : at + size]
    return bytes(out)


def _within_zip(data: bytes, draw: random.Random) -> bytes:
    """The zip whole, one of its members changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = draw.choice(names)
        for name in names:
            content = old.read(name)
            new.writestr(name, _changed(content, draw) if name == chosen else content)
    return out.getvalue()
