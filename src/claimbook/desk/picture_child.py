"""Runs in a process of its own: a PDF on standard input, one page of it as a picture on standard output.

A hostile PDF can take this process down, not the desk.  pypdfium2 runs no script of a PDF and fetches nothing; what is
filled into forms is not drawn.  Arguments: the page's number from 1.
"""

from __future__ import annotations

import json
import math
import resource
import struct
import sys
import zlib

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 15
WIDTH_PX = 1000
MOST_PIXELS = 4_000_000  # 12 MB unpacked


def main() -> None:
    """Write a line of JSON, {"total": pages, "width": px, "height": px} or {"error": word}, then the picture as PNG."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    import pypdfium2

    out = sys.stdout.buffer
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        number = int(sys.argv[1])
        if not 1 <= number <= len(document):
            out.write(json.dumps({"error": "no page"}).encode())
            return
        page = document[number - 1]
        wide, high = page.get_size()
        if not (wide > 0 and high > 0):
            raise pypdfium2.PdfiumError("a page without size")
        scale = min(WIDTH_PX / wide, math.sqrt(MOST_PIXELS / (wide * high)))
        picture = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False, maybe_alpha=False)
    except pypdfium2.PdfiumError as error:
        word = "password" if "password" in str(error).lower() else "malformed"
        out.write(json.dumps({"error": word}).encode())
        return
    told = {"total": len(document), "width": picture.width, "height": picture.height}
    out.write(json.dumps(told).encode() + b"\n")
    out.write(png(bytes(picture.buffer), picture.width, picture.height, stride=picture.stride))


def png(pixels: bytes, width: int, height: int, *, stride: int) -> bytes:
    """Rows of red, green, blue, each row `stride` bytes long, as a PNG file."""
    rows = b"".join(b"\0" + pixels[at * stride : at * stride + width * 3] for at in range(height))
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


if __name__ == "__main__":
    main()
