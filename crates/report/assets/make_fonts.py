#!/usr/bin/env python3
"""Make fonts.css: the report's two typefaces, subset and embedded as base64 WOFF2.

Source: npm `source-serif` (Source Serif 4) and `source-sans` (Source Sans 3), both by Adobe under the SIL Open
Font Licence 1.1 (see OFL.txt). The licence reserves the name "Source" for the unmodified fonts, and a subset
is a modified version, so the subsets carry the names "Tauride Serif" and "Tauride Sans".

Needs: npm install (in this directory); pip install fonttools==4.68.0 brotli==1.2.1
Run:   python3 make_fonts.py
"""
import base64
import io
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).parent
MODULES = HERE / "node_modules"
BUDGET_BYTES = 250_000

LATIN = "".join(map(chr, range(0x20, 0x7F))) + "".join(map(chr, range(0xA0, 0x100)))
PLACE_NAMES = "ĀāČčĒēĢģĪīĶķĻļŅņŠšŪūŽžĄąĆćĘęŁłŃńŚśŹźŻżİıĞğŞşŐőŰű"
SIGNS = "–—‘’‚“”„•…‰‹›€№−×÷±≤≥≈→←↑↓▸▾·†‡ \u2009\u202f"
CYRILLIC = "".join(map(chr, range(0x410, 0x450))) + "ЁёІіЇїЄєҐґЎўѢѣѲѳѴѵ"

SERIF_FEATURES = ["kern", "liga", "onum", "pnum", "lnum", "tnum", "mark", "mkmk", "ccmp"]
SANS_FEATURES = ["kern", "liga", "lnum", "tnum", "mark", "mkmk", "ccmp"]

# file, family, weight, style, characters, layout features
FACES = [
    ("source-serif/WOFF2/TTF/SourceSerif4-Regular.ttf.woff2", "Tauride Serif", 400, "normal",
     LATIN + PLACE_NAMES + SIGNS + CYRILLIC, SERIF_FEATURES),
    ("source-serif/WOFF2/TTF/SourceSerif4-It.ttf.woff2", "Tauride Serif", 400, "italic",
     LATIN + SIGNS, SERIF_FEATURES),
    ("source-serif/WOFF2/TTF/SourceSerif4-Semibold.ttf.woff2", "Tauride Serif", 600, "normal",
     LATIN + SIGNS, SERIF_FEATURES),
    ("source-sans/WOFF2/TTF/SourceSans3-Regular.ttf.woff2", "Tauride Sans", 400, "normal",
     LATIN + PLACE_NAMES + SIGNS + CYRILLIC, SANS_FEATURES),
    ("source-sans/WOFF2/TTF/SourceSans3-Semibold.ttf.woff2", "Tauride Sans", 600, "normal",
     LATIN + PLACE_NAMES + SIGNS + CYRILLIC, SANS_FEATURES),
]


def rename(font: TTFont, family: str, weight: int, style: str) -> None:
    """Give the subset its own name, as the licence asks of a modified version."""
    face = {(400, "normal"): "Regular", (400, "italic"): "Italic", (600, "normal"): "Semibold"}[(weight, style)]
    names = font["name"]
    names.names = [n for n in names.names if n.nameID in (0, 13, 14) and n.platformID == 3]
    plain = family.replace(" ", "")
    for name_id, text in ((1, family), (2, face), (3, f"{plain}-{face}-subset"), (4, f"{family} {face}"),
                          (5, "Version 1.0"), (6, f"{plain}-{face}")):
        names.setName(text, name_id, 3, 1, 0x409)


def main() -> int:
    rules = []
    for path, family, weight, style, text, features in FACES:
        options = subset.Options(flavor="woff2", layout_features=features, hinting=False, notdef_outline=True,
                                 name_IDs=["*"], drop_tables=subset.Options().drop_tables + ["DSIG"])
        font = subset.load_font(str(MODULES / path), options)
        worker = subset.Subsetter(options)
        worker.populate(text=text)
        worker.subset(font)
        rename(font, family, weight, style)
        out = io.BytesIO()
        font.flavor = "woff2"
        font.save(out)
        data = out.getvalue()
        print(f"{family} {weight} {style}: {len(data)} bytes")
        rules.append(
            f"@font-face{{font-family:\"{family}\";font-weight:{weight};font-style:{style};font-display:swap;"
            f"src:url(data:font/woff2;base64,{base64.b64encode(data).decode()}) format(\"woff2\")}}")
    css = ("/* Tauride Serif and Tauride Sans: subsets of Source Serif 4 and Source Sans 3, Copyright Adobe, "
           "SIL Open Font Licence 1.1; see OFL.txt. Made by make_fonts.py. */\n" + "\n".join(rules) + "\n")
    (HERE / "fonts.css").write_text(css, encoding="utf-8")
    print(f"fonts.css: {len(css)} bytes")
    if len(css) > BUDGET_BYTES:
        print(f"fonts.css is over its budget of {BUDGET_BYTES} bytes", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
