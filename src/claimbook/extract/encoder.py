"""A small language model that has read much: a vector for every word, which holds what its neighbours make of it.

The features of the other steps know words and the parse; what they have never met they cannot weigh.  The encoder
comes from MiniLM and was trained on with the annotated reports (`training/`, decision 16).  It runs on the CPU, its
weights in whole numbers, in windows of whole sentences, one after another and on one thread: the same report gives the
same vectors.
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
USUAL = 128  # a text longer than this is cut into windows of about one length, up to this


class Encoder:
    """A folder's network, `encoder.onnx`, with its vocabulary, `pieces.txt`, and the vector of each piece, `table.npz`:
    a row of whole numbers [-127, 127] and what one of them is worth."""

    FILES = ("encoder.onnx", "pieces.txt", "table.npz")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pieces = Pieces.load(folder / "pieces.txt")
        with np.load(folder / "table.npz", allow_pickle=False) as table:
            self._table, self._worth = table["rows"], table["worth"]

    @cached_property
    def _network(self) -> InferenceSession:
        """Vectors of pieces [1, pieces, width] → vectors of pieces among the others; loaded when first asked."""
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        # One thread: the order of sums must not hang on the machine.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3  # errors; what it says of the file's making is not for users
        return InferenceSession(self.folder / "encoder.onnx", options, providers=["CPUExecutionProvider"])

    def vectors(self, reading: Reading) -> Matrix:
        """[tokens, width]: the vector of each token's first piece; a space has that of the piece before it.

        Windows are read one by one: together, each would change the scale that the others are rounded to.
        """
        pieces = [self._pieces.of(t.text) for t in reading.doc]
        found = windows([len(p) for p in pieces], [(s.start, s.end) for s in reading.sentences])
        out = []
        for row, at in (lay_out(pieces[first:past], self._pieces) for first, past in found):
            words = self._table[row] * self._worth[row, None]
            out.append(self._network.run(None, {"words": words[None]})[0][0][at])
        vectors: Matrix = np.concatenate(out)
        return vectors


def windows(sizes: Sequence[int], sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Token ranges [first, past the last) of whole sentences, about equally long; a sentence that is too long is cut.

    `sizes` are the tokens' numbers of pieces, `sentences` the token ranges of the sentences.
    """
    out: list[tuple[int, int]] = []
    left, start, size = sum(sizes), 0, 0

    def close(past: int) -> None:
        nonlocal left, start, size
        out.append((start, past))
        left, start, size = left - size, past, 0

    for first, past in sentences:
        length = sum(sizes[first:past])
        goal = left / max(1, -(-left // USUAL))
        if size and (size + length > MOST or size + length / 2 > goal):
            close(first)
        for i in range(first, past):
            if size + sizes[i] > MOST:
                close(i)
            size += sizes[i]
    return [*out, (start, len(sizes))]


def lay_out(pieces: Sequence[Sequence[int]], vocabulary: Pieces) -> tuple[list[int], list[int]]:
    """The piece numbers of a window of tokens, between its two marks, and the place of each token's first piece."""
    row, at = [vocabulary.open], []
    for numbers in pieces:
        at.append(len(row) if numbers else len(row) - 1)
        row += numbers
    return [*row, vocabulary.close], at
