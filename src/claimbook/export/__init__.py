"""One module a format.  Each says in its docstring what the format cannot hold."""
