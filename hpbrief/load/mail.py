"""Mail and saved web pages (EML, MHT): what was written, then each file attached, as the members of a zip are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from hpbrief.errors import LoadError, writable
from hpbrief.load.limits import Limits

_HEADER = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:From |(?:Return-Path|Received|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version"
    rb"|X-[\w-]+|Content-Type|Reply-To|Cc|Thread-\w+|DKIM-Signature|ARC-[\w-]+):)",
    re.IGNORECASE,
)
_MIME = re.compile(rb"^(?:MIME-Version|Content-Type|Message-ID):", re.IGNORECASE | re.MULTILINE)
_NESTED = 20


def is_mail(data: bytes) -> bool:
    """Whether bytes begin as a mail does."""
    head = data[:20_000].partition(b"\r\n\r\n")[0].partition(b"\n\n")[0]
    return _HEADER.match(head) is not None and _MIME.search(head) is not None


def members_of_mail(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes | LoadError]]:
    """The text of a mail and its attachments, each with its name and bytes."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        yield from _members(message, limits)
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise LoadError("mail_broken", error=error) from error


def _members(message: EmailMessage, limits: Limits) -> Iterator[tuple[str, bytes | LoadError]]:
    body = message.get_body(("html", "plain"))
    count = 0
    if isinstance(body, EmailMessage):
        content = _content(body)
        if isinstance(content, bytes) and content.strip():
            count += 1
            yield ("message.html" if body.get_content_subtype() == "html" else "message.txt"), content
    for part in message.walk():
        name = part.get_filename()
        if part is body or part.is_multipart() or not (name or part.is_attachment()):
            continue
        count += 1
        limits.check("members", count, "zip_members")
        if (
            not part.get("Content-ID") or part.get_content_maintype() != "image"
        ):  # pictures of the text itself
            yield writable(name or f"attachment-{count}").replace("/", "_"), _content(part)


def _content(part: EmailMessage) -> bytes | LoadError:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return LoadError("mail_broken", error=part.get_content_type())
    charset = part.get_content_charset()
    if part.get_content_maintype() != "text" or charset is None:
        return data
    try:
        return data.decode(charset).encode()
    except (LookupError, UnicodeDecodeError):
        return data
