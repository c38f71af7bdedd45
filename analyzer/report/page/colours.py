"""The palette as custom properties of the page's style sheet, for light and dark."""

from __future__ import annotations

from analyzer.plots import style


def colours() -> str:
    """The palette as custom properties, for light and dark, and the figures bound to them."""
    names = {
        style.INK: "ink",
        style.QUIET: "quiet",
        style.RULE: "rule",
        style.WASH: "wash",
        style.PAPER: "paper",
        style.ACCENT: "accent",
        style.WARN: "warn",
    }
    light = "".join(f"--{name}:{colour};" for colour, name in names.items())
    dark = "".join(f"--{name}:{style.DARK[colour]};" for colour, name in names.items())
    light += "".join(f"--step-{n}:{colour};" for n, colour in enumerate(style.STEPS, start=1))
    dark += "".join(f"--step-{n}:{colour};" for n, colour in enumerate(style.DARK_STEPS, start=1))
    bound = "".join(
        f'svg [fill="{colour}"]{{fill:var(--{name})}}'
        f'svg [stroke="{colour}"]{{stroke:var(--{name})}}'
        for colour, name in names.items()
        if name != "wash"
    )
    return (
        f":root{{{light}--sand:{style.SAND};}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f"{bound}\n"
        f'svg [stroke="{style.WASH}"]{{stroke:var(--wash)}}'
        f'.panel [fill="{style.STEPS[1]}"]{{fill:var(--step-2)}}\n'
    )
