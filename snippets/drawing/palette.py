"""The colours of every figure.

They are sentinels: the build replaces each by a variable of the page's style
sheet, so that one drawing is readable on light and on dark paper. The hues are
Okabe and Ito's, which colour-blind readers can tell apart.
"""

INK = "#010203"
FAINT = "#808182"
PAPER = "#fdfcfb"
BLUE = "#0072b2"
ORANGE = "#d55e00"
GREEN = "#009e73"
PURPLE = "#cc79a7"

PAGE_COLOURS = {
    INK: "currentColor",
    "#000000": "currentColor",
    FAINT: "var(--figure-faint)",
    PAPER: "var(--figure-paper)",
    BLUE: "var(--figure-blue)",
    ORANGE: "var(--figure-orange)",
    GREEN: "var(--figure-green)",
    PURPLE: "var(--figure-purple)",
}
