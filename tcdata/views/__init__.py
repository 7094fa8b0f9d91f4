"""What each page says and draws: published rows → sentences, picture rows and tables.

One file per page. Nothing here reads a person, a file or the store.
"""
