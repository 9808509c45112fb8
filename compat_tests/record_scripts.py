"""Record the scripts of characters: `python compat_tests/record_scripts.py`, with MindSpore.

MindSpore's UnicodeScriptTokenizer cuts where the script changes. So it is shown all characters in a
row, which gives the runs of one script; then one character of each run beside one of each script
found so far, which tells whether the run's script is that one. White space counts as a script of
its own. The table is `msjax/dataset/text/scripts.txt`; what it lacks is the script of unassigned
characters.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

TABLE = Path(__file__).parents[1] / "msjax" / "dataset" / "text" / "scripts.txt"
UNASSIGNED = 0x378


def runs(tokenizer):
    """Return (first, last) number of the characters of each run."""
    numbers = [i for i in range(1, sys.maxunicode + 1) if not 0xD800 <= i < 0xE000]
    tokens, *_ = tokenizer("".join(map(chr, numbers)))
    found, position = [], 0
    for token in tokens:
        found.append((numbers[position], numbers[position + len(token) - 1]))
        position += len(token)
    return found


def of_one_script(tokenizer, number, others):
    """Return those of `others` whose characters are not cut from the character `number`."""
    pairs = [chr(number) + chr(other) for other in others]
    _, starts, _ = tokenizer("\n".join(pairs))
    cuts, before, same = set(starts.tolist()), 0, []
    for pair, other in zip(pairs, others, strict=True):
        if before + len(pair[0].encode()) not in cuts:
            same.append(other)
        before += len(pair.encode()) + 1
    return same


def name_of(numbers):
    """Return the first word of the name of a script's first character that has one."""
    names = (unicodedata.name(chr(number), "") for number in numbers)
    return next((name.split()[0] for name in names if name), "OTHER")


def main():
    """Write the table."""
    import mindspore.dataset.text as text

    tokenizer = text.UnicodeScriptTokenizer(keep_whitespace=True, with_offsets=True)
    last = dict(runs(tokenizer))
    left, lines = list(last), []
    while left:
        same = of_one_script(tokenizer, left[0], left) or left[:1]
        left = [number for number in left if number not in set(same)]
        if UNASSIGNED not in same:
            places = " ".join(f"{number:x}-{last[number]:x}" for number in same)
            lines.append(f"{name_of(same)} {places}\n")
    TABLE.write_text("".join(lines))
    print(f"{len(lines)} scripts, {sum(line.count('-') for line in lines)} runs")


if __name__ == "__main__":
    main()
