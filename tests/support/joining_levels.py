"""The tables of docs/explanation/joining.md, made from the rules themselves: run it to print them."""

from __future__ import annotations

from itertools import groupby

from claimbook.fuse.rules import joining_levels


def joining_levels_tables() -> str:
    """One table a comparison: level, weight in bits, what is said."""
    parts = []
    for comparison, rules in groupby(joining_levels(), key=lambda r: r.comparison):
        rows = [
            f"| {r.level} | {'forbids' if r.forbids else format(r.weight, '+g') if r.weight else '0'} | {r.sentence} |"
            for r in rules
        ]
        parts.append("\n".join([f"### {comparison}", "", "| level | bits | said |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    print(joining_levels_tables(), end="")
