"""A small language model that has read much: a vector for every word, which holds what its neighbours make of it.

The features of the other steps know words and the parse; what they have never met they cannot weigh.  The encoder
comes from MiniLM and was trained on with the annotated reports (`training/`, decision 16).  It runs in whole numbers
on the CPU, in windows of whole sentences, one thread: the same report gives the same vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .pieces import Pieces
from .reading import Reading
from .trees import Matrix

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MOST = 252  # pieces in a window, at most
FEWEST = 128  # a text longer than this is cut into windows of about one length


class Encoder:
    """The network of a folder, `encoder.onnx`, beside its vocabulary, `pieces.txt`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pieces = Pieces.load(folder / "pieces.txt")

    @cached_property
    def _network(self) -> InferenceSession:
        """Piece numbers [windows, pieces] → vectors; loaded when first asked."""
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = (
            1  # the order of sums must not hang on the machine
        )
        return InferenceSession(self.folder / "encoder.onnx", options, providers=["CPUExecutionProvider"])

    def vectors(self, reading: Reading) -> Matrix:
        """[tokens, width]: the vector of each token's first piece; a space has that of the piece before it."""
        pieces = [self._pieces.of(t.text) for t in reading.doc]
        found = windows([len(p) for p in pieces], [(s.start, s.end) for s in reading.sentences])
        rows, at = lay_out(pieces, found, self._pieces)
        numbers = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
        known = np.zeros(numbers.shape, dtype=np.float32)
        for n, row in enumerate(rows):
            numbers[n, : len(row)] = row
            known[n, : len(row)] = 1
        (out,) = self._network.run(None, {"pieces": numbers, "known": known})
        vectors: Matrix = out[tuple(np.array(at).T)]
        return vectors


def windows(sizes: Sequence[int], sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Token ranges [first, past the last) of whole sentences, about equally long; a sentence that is too long is cut.

    `sizes` are the tokens' numbers of pieces, `sentences` the token ranges of the sentences.
    """
    whole = sum(sizes)
    goal = whole / max(1, -(-whole // FEWEST))
    out: list[tuple[int, int]] = []
    start = size = 0
    for first, past in sentences:
        length = sum(sizes[first:past])
        if size and (size + length > MOST or size + length / 2 > goal):
            out.append((start, first))
            start, size = first, 0
        for i in range(first, past):
            if size + sizes[i] > MOST:
                out.append((start, i))
                start, size = i, 0
            size += sizes[i]
    return [*out, (start, len(sizes))]


def lay_out(
    pieces: Sequence[Sequence[int]], found: Sequence[tuple[int, int]], vocabulary: Pieces
) -> tuple[list[list[int]], list[tuple[int, int]]]:
    """The piece numbers of each window, and for each token its window and the place of its first piece in it."""
    rows: list[list[int]] = []
    at: list[tuple[int, int]] = []
    for first, past in found:
        row = [vocabulary.open]
        for i in range(first, past):
            at.append((len(rows), len(row) if pieces[i] else len(row) - 1))
            row += pieces[i]
        rows.append([*row, vocabulary.close])
    return rows, at
