"""Restorations made readable for people: a diff for the terminal, a page for the browser."""
