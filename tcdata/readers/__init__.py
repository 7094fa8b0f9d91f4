"""Bytes → frames of text, one module per source layout, after the container was found safe."""

from __future__ import annotations

from tcdata.readers.container import UnreadableFileError

__all__ = ["UnreadableFileError"]
