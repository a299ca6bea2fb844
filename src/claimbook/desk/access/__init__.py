"""Who may do what at the desk: users and roles, logins and sessions, and the guard before every page.

Invariant: what is not allowed is refused before any page runs.  docs/explanation/security.md says against whom.
"""
