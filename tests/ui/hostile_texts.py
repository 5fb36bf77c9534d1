"""Replies that no honest model writes: they try to load, to run, to hide or to stall something."""

from typing import Final

ONE_MEGABYTE: Final = 1_000_000

HOSTILE: Final[dict[str, str]] = {
    "script": "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> <iframe src='//e.org'>\n",
    "style sheet": "<style>* { background: url(http://example.org/x.png) }</style>\n",
    "images": (
        "![a](http://example.org/a.png) ![b](file:///etc/passwd) ![c](data:image/png;base64,AA)"
    ),
    "links": (
        "[a](javascript:alert(1)) [b](file:///etc/passwd) [c](data:text/html,x) [d](\\\\host\\x) "
        "[e](vbscript:x) [f](JaVaScRiPt:x) [g](  javascript:x) <javascript:alert(1)> "
        "[h](//example.org) [i](http:\u202eexample) [j](&#106;avascript:x) [k](ftp://example.org)"
    ),
    "line of 1 MB": "x" * ONE_MEGABYTE,
    "words of 1 MB": "word " * (ONE_MEGABYTE // 5),
    "code of 1 MB": "```python\n" + "x = (1 + 2) * y  # sum\n" * (ONE_MEGABYTE // 23) + "```\n",
    "code line of 1 MB": "```python\n" + "x=1;" * (ONE_MEGABYTE // 4),
    "quotes nested": "> " * 10_000 + "deep",
    "lists nested": "".join("  " * depth + "- x\n" for depth in range(600)),
    "list of markers": "- " * 10_000,
    "brackets": "[" * 20_000,
    "brackets and links": "[a](" * 20_000,
    "images nested": "![" * 20_000,
    "stars": "*a" * 20_000,
    "stars and lines": "**a _b " * 10_000,
    "backticks": "".join("`" * (1 + number % 50) + " " for number in range(2_000)),
    "entities": "&amp;&#x202e;&#0;&nosuch;" * 2_000,
    "references": "[a]: b\n" * 3_000 + "[a]" * 3_000,
    "references undefined": "[x][y] " * 5_000,
    "table of cells": "|" + "a|" * 30 + "\n|" + "-|" * 30 + "\n" + ("|" + "b|" * 30 + "\n") * 1_000,
    "table of columns": "|" + "a|" * 2_000 + "\n|" + "-|" * 2_000 + "\n|" + "b|" * 2_000 + "\n",
    "unclosed": "**a *b ~~c `d [e](f ![g](h <i $j \\(k \\[l $$m\n> - 1. ```n\n",
    "dollars": "$$ \\[ \\( $a " * 5_000,
    "TeX bombs": " ".join(
        [
            "$" + "{" * 300 + "}" * 300 + "$",
            "$" + "\\frac" * 100 + "$",
            "$x" + "^{x" * 200 + "}" * 200 + "$",
            "$\\def\\a{\\a\\a}\\a$",
            "$\\href{javascript:alert(1)}{x}$",
            "$\\includegraphics{/etc/passwd}$",
            "$" + "x" * 390 + "$",
        ]
    ),
    "controls": "".join(map(chr, [*range(32), *range(127, 160)])) + " end",
    "directions": "a\u202eb\u202dc\u202ad\u2066e\u2069f\u200eg\u200fh\n" * 50,
    "structure of documents": "a\ufdd0b\ufdd1c\ufffcd\u2028e\u2029f\u0000g\ud800h",
    "combining": "a" + "\u0301" * 20_000,
    "newlines": "\n" * 50_000 + "end",
    "headings": "# a\n" * 5_000,
    "rules": "---\n" * 5_000,
    "footnotes": "".join(f"[^{number}]: note\n" for number in range(2_000)),
    "html unclosed": "<a " * 20_000,
    "comments unclosed": "<!-- " * 10_000,
    "fences": "```\n" * 5_001,
}
