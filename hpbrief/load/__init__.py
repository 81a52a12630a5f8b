"""Bytes to documents, within limits."""
