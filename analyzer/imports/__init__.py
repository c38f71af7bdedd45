"""Taking in what people made elsewhere: labelled sessions, and codebooks as packs."""

from __future__ import annotations

from analyzer.imports.codebook import Codebook, pack_text, read_codebook
from analyzer.imports.labelled import UNNAMED, analysis_of

__all__ = ["UNNAMED", "Codebook", "analysis_of", "pack_text", "read_codebook"]
