#!/usr/bin/env python3
"""Writes server/core/confusables-data.ts from the confusables table inside ICU (Debian: libicu72, Unicode 15.0).

Usage: python3 scripts/make-confusables.py

ICU's skeleton of every single code point is the UTS #39 prototype of it. Code points that NFKC or NFD change are left
out, because names are NFKC before, and NFD within, the skeleton. The data is the Unicode Consortium's confusables.txt,
under the Unicode License V3 (https://www.unicode.org/license.txt).
"""

import ctypes
import ctypes.util
import pathlib
import re
import unicodedata

library = ctypes.util.find_library("icui18n")
if library is None:
    raise SystemExit("ICU was not found. Install it, on Debian: apt-get install libicu72")
version = re.search(r"\.(\d+)$", library).group(1)
i18n = ctypes.CDLL(library)
uc = ctypes.CDLL(ctypes.util.find_library("icuuc"))


def call(name):
    return getattr(i18n, f"{name}_{version}")


status = ctypes.c_int(0)
open_checker = call("uspoof_open")
open_checker.restype = ctypes.c_void_p
checker = ctypes.c_void_p(open_checker(ctypes.byref(status)))
skeleton_utf8 = call("uspoof_getSkeletonUTF8")
buffer = ctypes.create_string_buffer(256)

unicode_version = (ctypes.c_uint8 * 4)()
getattr(uc, f"u_getUnicodeVersion_{version}")(unicode_version)
unicode_text = f"{unicode_version[0]}.{unicode_version[1]}"


def skeleton(text):
    raw = text.encode()
    error = ctypes.c_int(0)
    length = skeleton_utf8(checker, 0, raw, len(raw), buffer, len(buffer), ctypes.byref(error))
    if error.value > 0:
        raise SystemExit(f"ICU refused {raw!r}: error {error.value}")
    return buffer.raw[:length].decode()


def base36(number):
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if number == 0:
            return digits


prototypes = {}
for code in range(0x110000):
    char = chr(code)
    if 0xD800 <= code <= 0xDFFF:
        continue
    if unicodedata.normalize("NFKC", char) != char or unicodedata.normalize("NFD", char) != char:
        continue
    prototype = skeleton(char)
    if prototype not in (char, ""):
        prototypes.setdefault(prototype, []).append(code)

groups = []
for prototype, codes in sorted(prototypes.items()):
    previous, deltas = 0, []
    for code in codes:
        deltas.append(base36(code - previous))
        previous = code
    groups.append("-".join(base36(ord(c)) for c in prototype) + ":" + ",".join(deltas))

count = sum(len(codes) for codes in prototypes.values())
target = pathlib.Path(__file__).resolve().parent.parent / "server/core/confusables-data.ts"
target.write_text(
    f"""/**
 * {count} confusable code points and their prototypes, from Unicode {unicode_text} (UTS #39), by scripts/make-confusables.py.
 * Copyright Unicode, Inc., under the Unicode License V3: https://www.unicode.org/license.txt
 * Groups part by spaces; each is `prototype:sources`, in base 36: code points by `-`, steps from one source to the next by `,`.
 */
export const CONFUSABLES =
  '{" ".join(groups)}'
"""
)
print(f"{target}: {count} code points, {target.stat().st_size} bytes, Unicode {unicode_text}")
