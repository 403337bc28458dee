"""The twelve questions of docs/recipes.md have the answers that stand there.

In: the program (MITHAQ). Each block of sh, sql and python is run in the order of the page, in a folder that holds the demo registry as `maghreb.db`. What it prints must be
the block of text that follows it: line by line, blanks aside; `…` stands for any words, alone on a line for any lines. Run by `tests/python/run`.
"""

import contextlib
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs/recipes.md"
RUN = {"sh", "sql", "python"}
KNOWN = RUN | {"text", "r"}  # r: shown only
ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]")


def blocks(part):
    """(language, content) of each fenced block."""
    found, language, held = [], None, []
    for line in part.splitlines():
        if language is None and line.startswith("```"):
            language, held = line[3:].strip(), []
        elif language is not None and line.strip() == "```":
            found.append((language, "\n".join(held) + "\n"))
            language = None
        elif language is not None:
            held.append(line)
    assert language is None, f"a block of {language} has no end"
    return found


HEAD, *PARTS = re.split(r"^(?=## )", PAGE.read_text("utf-8"), flags=re.MULTILINE)
QUESTIONS = {re.match(r"## (\d+)\. .+\?\n", p): blocks(p) for p in PARTS}


def in_sqlite(code, folder):
    """As `sqlite3 -readonly -header -column` prints it."""
    with contextlib.closing(sqlite3.connect(f"file:{folder / 'maghreb.db'}?mode=ro", uri=True)) as registry:
        cursor = registry.execute(code)
        rows = [["" if v is None else str(v) for v in row] for row in cursor]
        names = [column[0] for column in cursor.description]
    widths = [max(map(len, column)) for column in zip(names, *rows)]
    table = [names, ["-" * w for w in widths], *rows] if rows else []
    return "".join("  ".join(v.ljust(w) for v, w in zip(row, widths)) + "\n" for row in table)


def run(language, code, folder):
    if language == "sql":
        return in_sqlite(code, folder)
    command = ["bash", "-euo", "pipefail", "-c", code] if language == "sh" else [sys.executable, "-c", code]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MITHAQ")}
    environment |= {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, f"{code}\n{done.stderr}"
    return done.stdout


def lines(text):
    return [line for raw in text.splitlines() if (line := " ".join(ISOLATES.sub("", raw).split()))]


def answers(printed, expected):
    """Whether what was printed is what the page shows."""
    words = lambda line: ".*".join(map(re.escape, line.split("…")))
    pattern = "".join(r"(?:.*\n)*" if line == "…" else words(line) + r"\n" for line in lines(expected))
    return re.fullmatch(pattern, "".join(line + "\n" for line in lines(printed))) is not None


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recipes")
    (folder / "bin").mkdir()
    (folder / "bin/mithaq").symlink_to(Path(os.environ["MITHAQ"]).resolve())
    subprocess.run([os.environ["MITHAQ"], "demo", "--registry", folder / "maghreb.db"], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return folder


def test_there_are_twelve_questions_and_each_has_its_answer():
    assert [q and int(q[1]) for q in QUESTIONS] == list(range(1, 13)), "headings: ## NUMBER. QUESTION?"
    assert blocks(HEAD) == [], "what stands before the first question is not run"
    for question, found in QUESTIONS.items():
        languages = [language for language, _ in found]
        assert set(languages) <= KNOWN, (question[0], languages)
        assert "text" in languages, (question[0], "no answer")
        for i, (language, content) in enumerate(found):
            if language == "text":
                assert i and languages[i - 1] in RUN and any(line != "…" for line in lines(content)), (question[0], "an answer follows what gives it")


@pytest.mark.parametrize("number", range(1, 13))
def test_the_answer_is_what_comes_out(folder, number):
    (found,) = [f for q, f in QUESTIONS.items() if q and int(q[1]) == number]
    for i, (language, code) in enumerate(found):
        if language not in RUN:
            continue
        printed = run(language, code, folder)
        if i + 1 < len(found) and found[i + 1][0] == "text":
            expected = found[i + 1][1]
            assert answers(printed, expected), f"{code}\nprinted:\n{printed}\nthe page:\n{expected}"


def test_what_differs_is_seen():
    assert answers("a  b\nc-xyz d\n", "a b\nc-… d") and answers("a\nb\nc\nd\n", "a\n…\nd\n") and answers("\u2068ا\u2069 b\n", "ا b\n")
    for expected in ["a\n", "a b\nc-… e", "a b\nc-xyz d\nf", "b\nc-xyz d", "…\na b", ""]:
        assert not answers("a  b\nc-xyz d\n", expected), expected
