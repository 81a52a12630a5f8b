"""The command ``hpbrief``: one module a command, thin; the package does the work.

In: arguments. Out: text, JSON or files, and an exit code.
"""

from hpbrief.cli.main import main

__all__ = ["main"]
