"""Arguments as Arrow tables and Parquet files."""

from whyso.graph.frames.files import FILES, write_frames
from whyso.graph.frames.tables import (
    CLAIMS,
    RELATIONS,
    VERDICTS,
    claims_frame,
    relations_frame,
    verdict_frame,
)

__all__ = ["CLAIMS", "FILES", "RELATIONS", "VERDICTS"]
__all__ += ["claims_frame", "relations_frame", "verdict_frame", "write_frames"]
