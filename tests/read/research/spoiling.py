"""Good XML made bad in a few random places, as hostile input for the readers of it."""

from __future__ import annotations

from hypothesis import strategies as st
from lxml import etree

VALUES = ["", "#T0", "T1", "a1", "ts1", "-5", "9" * 30, "1e400", "SPK0", "٣", "nan", "t"]


def spoil(text: str, data: st.DataObject) -> str:
    root = etree.fromstring(text.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        one = data.draw(st.sampled_from(list(root.iter())))
        what = data.draw(st.sampled_from(["drop", "attribute", "text", "name", "move"]))
        above = one.getparent()
        if what == "drop" and above is not None:
            above.remove(one)
        elif what == "attribute" and one.attrib:
            key = data.draw(st.sampled_from(sorted(str(key) for key in one.attrib)))
            one.set(key, data.draw(st.sampled_from(VALUES)))
        elif what == "text":
            one.text = data.draw(st.sampled_from(["", "x", "<", "1.2", " "]))
        elif what == "name":
            names = [str(other.tag) for other in root.iter() if isinstance(other.tag, str)]
            one.tag = data.draw(st.sampled_from(sorted({*names, "x"})))
        elif what == "move" and above is not None:
            root.append(one)
    return str(etree.tostring(root, encoding="unicode"))
