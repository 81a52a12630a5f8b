"""How much a file may ask for before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from hpbrief.errors import Message, UnsafeFileError


@dataclass(frozen=True)
class Limits:
    """What one file may cost; a breach is an UnsafeFileError that names the field.

    ``bytes`` is the file as it stands, ``unpacked_bytes`` what its archive or compressed streams hold together,
    ``members`` and ``depth`` are those of a zip. ``pages`` are of a PDF; ``cells``, ``rows`` and ``columns`` of
    tables; ``text`` is the characters of all of it; ``elements``, and how deep they lie (``nesting``), are of a web
    page. ``seconds`` is the processor time of reading it (thrice that on the wall), ``memory_bytes`` the address
    space of the process that does. For an address, ``seconds`` is also the time until its last byte, and
    ``redirects`` are followed.
    """

    bytes: int = 50_000_000
    unpacked_bytes: int = 250_000_000
    members: int = 2_000
    depth: int = 2
    pages: int = 1_000
    cells: int = 1_000_000
    rows: int = 200_000
    columns: int = 2_000
    text: int = 10_000_000
    elements: int = 250_000
    nesting: int = 500
    seconds: float = 60
    memory_bytes: int = 550_000_000
    redirects: int = 5

    def check(self, field: str, amount: float, what: str, *, where: object = "", **values: object) -> None:
        """Raise UnsafeFileError where ``amount`` passes the limit called ``field``.

        ``what`` is the code of the sentence that says the amount, ``values`` what else fills it.
        """
        most = getattr(self, field)
        if amount > most:
            said = Message(what, amount=amount, **values)
            raise UnsafeFileError("over_limit", where=where, what=said, field=field, most=most)
