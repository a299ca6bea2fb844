"""The page docs/reference/cli.md, made from the commands themselves: run it to print the page."""

from __future__ import annotations

import click

from claimbook.cli.main import cli

WIDTH = 88
HEAD = """# Commands

Made from the commands' own help by `python tests/support/cli_reference.py > docs/reference/cli.md`; a test compares.
"""


def cli_reference() -> str:
    """The whole page."""
    context = click.Context(cli, info_name="claimbook", max_content_width=WIDTH, terminal_width=WIDTH)
    parts = [HEAD, _section("claimbook", cli, context)]
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if command is not None:
            parts.append(_commands(f"claimbook {name}", name, command, context))
    return "\n".join(parts)


def _commands(title: str, name: str, command: click.Command, parent: click.Context) -> str:
    """The sections of a command and, for a group, of those below it."""
    context = click.Context(command, info_name=name, parent=parent, max_content_width=WIDTH, terminal_width=WIDTH)
    parts = [_section(title, command, context)]
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            below = command.get_command(context, inner)
            if below is not None:
                parts.append(_commands(f"{title} {inner}", inner, below, context))
    return "\n".join(parts)


def _section(title: str, command: click.Command, context: click.Context) -> str:
    """A heading and the help as it is shown."""
    lines = (line.rstrip() for line in command.get_help(context).splitlines())
    return f"## {title}\n\n```text\n" + "\n".join(lines) + "\n```\n"


if __name__ == "__main__":
    print(cli_reference(), end="")
