"""What stops a run.  What does not stop it is a `Notice`, not an exception.

    ClaimbookError
    ├── UsageError        the command or call cannot be carried out as given
    ├── LexiconError      a lexicon file is wrong: names file and line
    ├── MissingPart       an optional part (a language pipeline, an extra) is not installed
    ├── PlacesError       the gazetteer or an import cannot be used
    └── BookError         the book cannot be opened, read or written

Messages say what, where, and what to do next.
"""


class ClaimbookError(Exception):
    """Base of every error that Claimbook raises on purpose; `cli` prints it without a traceback."""


class UsageError(ClaimbookError):
    """The command or call cannot be carried out as given."""


class LexiconError(ClaimbookError):
    """A lexicon file is wrong; the message names file and line."""


class MissingPart(ClaimbookError):
    """An optional part is not installed; the message names the command that installs it."""


class PlacesError(ClaimbookError):
    """The gazetteer or an import cannot be used."""


class BookError(ClaimbookError):
    """The book cannot be opened, read or written."""
