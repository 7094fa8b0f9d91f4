"""What each page says and draws: published rows → sentences, picture rows and tables.

One file per page or part of a page. Nothing here reads a person, a file or the store.
"""
