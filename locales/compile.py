"""Compiles the catalogues that changed: `python -m locales.compile`; part of set-up.

Not needed for the texts to appear (the reader compiles in memory), only for a quick start.
"""

import os
import sys
from pathlib import Path

from locales.catalogue import LANGUAGES, compiled, compiled_path, is_fresh, source_path


def compile_catalogue(source: Path) -> bool:
    """Compile if there is need; whether there was."""
    if is_fresh(source):
        return False
    kept = compiled_path(source)
    unfinished = kept.with_suffix(f".{os.getpid()}.tmp")
    unfinished.write_bytes(compiled(source))
    unfinished.replace(kept)  # a reader sees the old file or the new one, never a half
    return True


def main() -> None:
    for language in LANGUAGES:
        if compile_catalogue(source_path(language)):
            sys.stdout.write(f"texts compiled: {language}\n")


if __name__ == "__main__":
    main()
