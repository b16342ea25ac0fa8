#!/usr/bin/env python3
"""Writes server/core/joiners-data.ts from the Unicode Character Database (Debian: unicode-data, Unicode 15.0).

Usage: python3 scripts/make-joiners.py [FOLDER]

FOLDER holds UnicodeData.txt, ArabicShaping.txt, IndicSyllabicCategory.txt and Scripts.txt; by default
/usr/share/unicode. The data is the Unicode Consortium's, under the Unicode License V3
(https://www.unicode.org/license.txt).
"""

import pathlib
import sys

folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode")
if not (folder / "UnicodeData.txt").exists():
    raise SystemExit(f"{folder} has no UnicodeData.txt. On Debian: apt-get install unicode-data")


def rows(name):
    for line in (folder / name).read_text().splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if len(fields) > 1:
            yield fields


def codes(field):
    first, _, last = field.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def char_class(points):
    """The inside of a RegExp's brackets: ranges of \\u{hex}."""
    text, points = "", sorted(points)
    while points:
        end = 1
        while end < len(points) and points[end] == points[0] + end:
            end += 1
        text += f"\\u{{{points[0]:x}}}"
        if end > 1:
            text += f"-\\u{{{points[end - 1]:x}}}"
        points = points[end:]
    return text


data = list(rows("UnicodeData.txt"))
viramas = {int(row[0], 16) for row in data if row[3] == "9"}
marks = {int(row[0], 16) for row in data if row[2].startswith("M")}
joining = {kind: {int(row[0], 16) for row in rows("ArabicShaping.txt") if row[2] == kind} for kind in "LDR"}
stackers = {0x2D7F} | {
    code for row in rows("IndicSyllabicCategory.txt") if row[1] == "Invisible_Stacker" for code in codes(row[0])
}
scripts = sorted(
    {row[1] for row in rows("Scripts.txt") for code in codes(row[0]) if code in marks} - {"Inherited", "Common"}
)

target = pathlib.Path(__file__).resolve().parent.parent / "server/core/joiners-data.ts"
target.write_text(
    f"""/**
 * What decides where a joiner and a mark may stand, from Unicode 15.0, by scripts/make-joiners.py: insides of a RegExp's
 * brackets, and the names of scripts.
 * Copyright Unicode, Inc., under the Unicode License V3: https://www.unicode.org/license.txt
 */

/** They take a consonant's vowel away, and a joiner after them is seen (combining class 9). */
export const VIRAMAS = String.raw`{char_class(viramas)}`

/** Letters that join the one after them. */
export const JOIN_NEXT = String.raw`{char_class(joining["L"] | joining["D"])}`

/** Letters that join the one before them. */
export const JOIN_BEFORE = String.raw`{char_class(joining["R"] | joining["D"])}`

/** They put the next letter below the last, and show nothing by themselves. */
export const STACKERS = String.raw`{char_class(stackers)}`

/** Scripts that have marks of their own. */
export const MARKED_SCRIPTS =
  '{" ".join(scripts)}'
"""
)
print(f"{target}: {target.stat().st_size} bytes, {len(viramas)} viramas, {len(scripts)} scripts")
