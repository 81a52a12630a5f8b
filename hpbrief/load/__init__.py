"""Bytes to documents, within limits: :func:`read_document`, :func:`read_documents`, :class:`Limits`.

The names load on first use: the process that reads a file imports this package too, and needs none of them.

In: a path, an address or bytes. Out: Documents, or a LoadError that names the file.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOME = {
    "Limits": "hpbrief.load.limits",
    "cut_out": "hpbrief.load.opening",
    "documents_of_bytes": "hpbrief.load.opening",
    "read_document": "hpbrief.load.opening",
    "read_documents": "hpbrief.load.opening",
}

if TYPE_CHECKING:
    from hpbrief.load.limits import Limits
    from hpbrief.load.opening import cut_out, documents_of_bytes, read_document, read_documents

__all__ = ["Limits", "cut_out", "documents_of_bytes", "read_document", "read_documents"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'hpbrief.load' has no attribute {name!r}")
