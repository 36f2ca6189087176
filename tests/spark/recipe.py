"""How a table goes through `backup-sim batch` on Apache Spark: the recipes of docs/distributed.md.

A part of the table flows into one process of the program, its answers flow out. The program is a filter: it
keeps nothing between rows, and what it draws at random depends on the seed and the row's own id, so that it
does not matter how the table is cut.
"""

import csv
import io
import shlex
import subprocess
import threading


def command(program, columns, *flags):
    """The filter: no header in or out, rejects among the answers."""
    return [
        program, "batch", "-", "--columns", ",".join(columns),
        "--no-header", "--rejects-inline", "--threads", "1", *flags,
    ]


def piped(lines, command):
    """Recipe 1: an RDD of lines, each a row, through `rdd.pipe`.

    Exit code 3 says that rows were rejected; they are among the answers, so it is no failure here.
    """
    halves = lines.filter(lambda line: line.count('"') % 2)
    if not halves.isEmpty():
        raise ValueError(f"a cell holds a line end, so that lines are no rows: {halves.first()!r}")
    shell = shlex.join(command) + " 2>/dev/null || [ $? -eq 3 ]"
    return lines.pipe(shlex.join(["sh", "-c", shell]), checkCode=True)


def answers(rows, command):
    """Recipe 2: for `mapPartitions`: rows with cells of any text flow in, records of the answer flow out, each
    as its cells and as its text with the line end."""
    filter = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    said = []

    def feed():
        try:
            with io.TextIOWrapper(filter.stdin, encoding="utf-8", newline="") as text:
                writer = csv.writer(text, lineterminator="\n")
                for row in rows:
                    writer.writerow(["" if cell is None else cell for cell in row])
        except BrokenPipeError:
            pass  # Its exit code says why.

    # Who writes, who reads and who listens must not wait for one another.
    threads = [
        threading.Thread(target=feed),
        threading.Thread(target=lambda: said.append(filter.stderr.read())),
    ]
    for thread in threads:
        thread.start()
    raw = []

    def lines():
        for line in io.TextIOWrapper(filter.stdout, encoding="utf-8", newline=""):
            raw.append(line)
            yield line

    for cells in csv.reader(lines()):
        yield cells, "".join(raw)
        raw.clear()
    for thread in threads:
        thread.join()
    if filter.wait() not in (0, 3):
        raise RuntimeError(f"exit code {filter.returncode}: {said[0].decode()[:2000]}")
