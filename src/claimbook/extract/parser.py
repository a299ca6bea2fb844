"""The language pipeline underneath: loading it, and the sentence ends that clean text already knows."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from claimbook.errors import MissingPart


@Language.component("claimbook_paragraphs")
def _paragraphs_end_sentences(doc: Doc) -> Doc:
    """A blank line ends a sentence, whatever the parser thinks."""
    for token in doc[:-1]:
        if token.is_space and token.text.count("\n") > 1:
            doc[token.i + 1].is_sent_start = True
    return doc


def load_parser(name: str) -> Language:
    """The spaCy pipeline called `name`, told about paragraphs.  Raises MissingPart if it is not installed."""
    try:
        nlp = spacy.load(name, exclude=["ner"])  # half of its time, and nothing here asks what it calls a name
    except OSError as error:
        raise MissingPart(
            f"spaCy pipeline {name!r} is not installed. Install the package that brings it, "
            "or leave CLAIMBOOK_SPACY_PIPELINE unset."
        ) from error
    if not nlp.has_pipe("parser"):
        raise MissingPart(f"spaCy pipeline {name!r} has no dependency parser. Choose one that has.")
    nlp.add_pipe("claimbook_paragraphs", before="parser")
    return nlp
