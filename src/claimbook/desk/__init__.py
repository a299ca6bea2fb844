"""The desk: a local web app over a book.  Pages are made here on the server; nothing of a report is ever markup."""
