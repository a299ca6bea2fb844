"""The command line: parse, call, show.  One module a command group; `main` loads only the one that is called."""
