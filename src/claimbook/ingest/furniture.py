"""Page furniture: share buttons, sign-up lines, lists of other headlines.  It is left out of the clean text.

Careful: a line is furniture only if it says so itself, or stands in a run of headline-like lines after a marker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .mend import Edit

_LINE = re.compile(
    r"(?i)^(?:share(?: this| on)?\b.{0,40}|tweet|email|e-mail|print|x|linkedin|facebook|twitter|whatsapp|telegram|reddit|pinterest|"
    r"comments?|\d+ comments?|leave a (?:comment|reply)|advertisement|sponsored|sign up(?: here)?\.?|sign in|log in|subscribe\b.{0,60}|"
    r"follow us\b.{0,60}|read (?:more|next|also|too)\b.{0,120}|see also\b.{0,80}|also read\b.{0,120}|related(?: articles| news| stories| posts| topics)?:?|"
    r"more (?:news|stories|from)\b.{0,60}|most (?:read|popular)\b.{0,40}|trending\b.{0,30}|recommended\b.{0,40}|latest(?: news)?|editor'?s picks?|"
    r"tags?:.{0,200}|topics?:.{0,100}|filed under\b.{0,100}|photos?:.{0,80}|image(?: credit| source)?:.{0,80}|file photo.{0,60}|getty images|"
    r"prev(?:ious)? (?:post|article|story)|next (?:post|article|story)|you may also like|don'?t miss|watch(?: now| live)?:?|listen(?: now)?|"
    r"all rights reserved.{0,80}|(?:copyright|©).{0,120}|our standards:.{0,120}|click here\b.{0,80}|download (?:the|our) app.{0,60}|"
    r"(?:additional )?reporting by\b.{0,200}|(?:writing|editing) by\b.{0,160}|back to top|skip to (?:main )?content|menu|home|search|newsletter\b.{0,60}|"
    r"this (?:article|story|content) (?:was|is) .{0,120}(?:permission|cookies|republished).{0,80}|we use cookies.{0,120}|load more.{0,20}|"
    r"get (?:the latest|our).{0,100}newsletter.{0,40}|support (?:us|our).{0,80}|donate\b.{0,60})$"
)
_MARKER = re.compile(
    r"(?i)^(?:prev(?:ious)? (?:post|article|story)|next (?:post|article|story)|read (?:next|more|also)|related(?: articles| news| stories| posts)?:?|"
    r"more (?:news|stories|from)\b.{0,40}|you may also like|most (?:read|popular)\b.{0,30}|latest(?: news)?|recommended\b.{0,30}|trending\b.{0,20}|"
    r"see also:?|other news:?|in other news:?|don'?t miss|editor'?s picks?|also read:?|up next)$"
)
_STOPPED = re.compile(r"[.!?][\"”’')\]]*$")


def cut_furniture(text: str) -> Iterator[Edit]:
    """Edits that take furniture paragraphs out of text whose paragraphs are parted by blank lines."""
    at = 0
    after_marker = False
    for paragraph in text.split("\n\n"):
        start, end = at, at + len(paragraph)
        at = end + 2
        line = paragraph.strip()
        marker = bool(_MARKER.match(line))
        headline = len(line) < 200 and not _STOPPED.search(line.removesuffix("…").removesuffix("...") or line)
        if marker:
            after_marker = True
        elif after_marker and not headline:
            after_marker = False
        if line and (marker or _LINE.match(line) or (after_marker and headline)):
            yield start, min(end + 2, len(text)), ""
