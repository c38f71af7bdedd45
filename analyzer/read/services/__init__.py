"""JSON of transcription services and note takers: one file each, found by the shape of the JSON."""
