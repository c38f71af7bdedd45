"""Reads an archive over and over while others write, until a file says that they are done.

Every session it sees is whole each time: its rows have the digest they were written with. Prints
how many times it read the whole archive.
"""

from __future__ import annotations

import sys
from pathlib import Path

from analyzer.archive import Archive
from analyzer.archive.seals import kept_seals, seals_now


def main() -> None:
    """Reads the archive named first until the file named second is there."""
    path, done = sys.argv[1], Path(sys.argv[2])
    n_readings, n_sessions = 0, 0
    while n_readings < 2 or not done.exists():
        with Archive.open(path) as archive, archive.reading() as connection:
            ids = [row[0] for row in connection.execute("SELECT id FROM sessions")]
            for session_id in ids:
                kept = kept_seals(connection, session_id)
                assert kept == seals_now(connection, session_id), session_id
        assert len(ids) >= n_sessions, "a session is gone"
        n_sessions = len(ids)
        n_readings += 1
    sys.stdout.write(str(n_readings))


if __name__ == "__main__":
    main()
