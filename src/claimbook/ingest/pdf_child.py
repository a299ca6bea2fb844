"""Runs in a process of its own: a PDF on standard input, its pages as JSON on standard output.

A hostile PDF can take this process down, not the reader.  It imports nothing heavy.
"""

from __future__ import annotations

import json
import resource
import sys

MEMORY_BYTES = 2_000_000_000
CPU_SECONDS = 60
PAGES = 500


def main() -> None:
    """Print {"pages": [text, ...], "total": n} or {"error": word}."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    import pypdfium2

    data = sys.stdin.buffer.read()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        print(json.dumps({"error": "password" if "password" in str(error).lower() else "malformed"}))
        return
    total = len(document)
    pages = []
    for index in range(min(total, PAGES)):
        try:
            pages.append(document[index].get_textpage().get_text_range().replace("\r\n", "\n").replace("\r", "\n"))
        except pypdfium2.PdfiumError:
            pages.append("")
    print(json.dumps({"pages": pages, "total": total}))


if __name__ == "__main__":
    main()
