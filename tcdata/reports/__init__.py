"""Documents for readers: published rows as CSV, workbook, briefing; templates and findings.

Each export of published rows is a module with `render(rows, unit, reference, catalogue, edition)`.
"""
