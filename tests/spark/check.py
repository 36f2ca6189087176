"""Holds the recipes against the run on one machine. Usage: check.py PROGRAM FOLDER"""

import csv
import hashlib
import io
import os
import subprocess
import sys
import time

from pyspark.sql import SparkSession

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from recipe import answers, command, piped  # noqa: E402

PARTS = (1, 2, 8)
FLAGS = ("--trials", "20", "--seed", "7", "--keep-input")
program, folder = os.path.abspath(sys.argv[1]), sys.argv[2]


def run(*args, data=None, codes=(0,)):
    done = subprocess.run([program, *args], input=data, capture_output=True)
    assert done.returncode in codes, (args, done.returncode, done.stderr.decode())
    return done.stdout


def rows_of(rows):
    """Rows drawn by `sweep`, with names that have commas and quotes, as records."""
    drawn = run(
        "sweep", "--size", "1GB..400GB", "--upload", "1Mbps..60Mbps", "--battery", "5%..100%",
        "--preset", "icloud-backup,google-photos,generic",
        "--outages", "none | 02:00-02:20, 04:00-04:10", "--sample", str(rows), "--seed", "3",
    )
    header, *records = csv.reader(io.StringIO(drawn.decode()))
    names = [f'case {record[0]}, "{"north" if i % 2 else "south"}"' for i, record in enumerate(records)]
    return header + ["name"], [record + [name] for record, name in zip(records, names)]


def text_of(header, records):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(records)
    return text.getvalue()


def write(name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    return path


def single(path, columns):
    """The same rows on one machine, in one process of two threads."""
    with open(path, "rb") as file:
        rows = file.read().split(b"\n", 1)[1]
    filter = command(program, columns, *FLAGS)[1:]
    filter[filter.index("--threads") + 1] = "2"
    return run(*filter, data=rows, codes=(0, 3))


def compare(what, parts, found, wanted, began):
    hashes = [hashlib.sha256(data).hexdigest() for data in (found, wanted)]
    same = "equal" if found == wanted else "NOT EQUAL"
    print(
        f"  {what}, {parts} partition{'s' if parts > 1 else ''}: {len(found)} bytes, "
        f"SHA-256 {hashes[0][:16]}, {same} ({time.monotonic() - began:.1f} s)",
        flush=True,
    )
    if found != wanted:
        ours, theirs = found.splitlines(), wanted.splitlines()
        first = next((i for i, pair in enumerate(zip(ours, theirs)) if pair[0] != pair[1]), None)
        first = min(len(ours), len(theirs)) if first is None else first
        sys.exit(f"first difference in line {first + 1}: {ours[first:first + 1]} {theirs[first:first + 1]}")


def accounted(data, rows):
    """Every id once; how many were rejected."""
    records = list(csv.reader(io.StringIO(data.decode())))
    ids = [int(record[0]) for record in records]
    assert sorted(ids) == list(range(1, rows + 1)), "an id is missing or there twice"
    return sum(record[2] == "rejected" for record in records)


def by_line(context):
    """Recipe 1, with bad values, rows of too few and too many cells, and a quote that is never closed."""
    header, records = rows_of(3000)
    for i, record in enumerate(records):
        if i % 97 == 5:
            record[header.index("upload")] = "fast"
        elif i % 101 == 7:
            del record[-1]
        elif i % 103 == 11:
            record.append("left over")
        elif i % 107 == 13:
            record[header.index("size")] = ""
    path = write("lines.csv", text_of(header, records))
    wanted = single(path, header)
    rejected = accounted(wanted, len(records))
    print(f"by line: {len(records)} rows, {len(records) - rejected} answers, {rejected} rejects")
    for parts in PARTS:
        began = time.monotonic()
        lines = context.textFile(path, parts)
        assert lines.getNumPartitions() >= parts
        first = lines.first()
        rows = lines.filter(lambda line: line != first).coalesce(parts)
        out = piped(rows, command(program, header, *FLAGS))
        found = "".join(line + "\n" for line in out.collect()).encode()
        compare("pipe", rows.getNumPartitions(), found, wanted, began)


def by_record(session):
    """Recipe 2, with line ends in cells, in rows that are answered and in rows that are rejected."""
    header, records = rows_of(1500)
    for i, record in enumerate(records):
        if i % 3 == 0:
            record[-1] = f"line one of {record[0]}\nline two, \"quoted\"\n"
        if i % 89 == 3:
            record[header.index("upload")] = "fast\nor slow"
    path = write("records.csv", text_of(header, records))
    wanted = single(path, header)
    rejected = accounted(wanted, len(records))
    print(f"by record: {len(records)} rows, {len(records) - rejected} answers, {rejected} rejects")
    lines = session.sparkContext.textFile(path, 2)
    try:
        piped(lines, command(program, header, *FLAGS))
        sys.exit("lines that are no rows were not refused")
    except ValueError as error:
        print(f"  as lines it is refused: {error}")
    table = session.read.csv(
        path, header=True, multiLine=True, escape='"', mode="FAILFAST", inferSchema=False
    )
    assert table.columns == header, table.columns
    filter = command(program, header, *FLAGS)
    for parts in PARTS:
        began = time.monotonic()
        # Spark deals the rows out anew, so the answers come in another order: they are joined by their id.
        dealt = table.repartition(parts).rdd
        out = dealt.mapPartitions(lambda rows: ((int(c[0]), raw) for c, raw in answers(rows, filter)))
        assert out.getNumPartitions() == parts
        found = "".join(raw for _, raw in out.sortByKey(numPartitions=1).collect()).encode()
        compare("mapPartitions", parts, found, wanted, began)


def main():
    session = (
        SparkSession.builder.master("local[2]")
        .appName("backup-sim")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    session.sparkContext.addPyFile(os.path.join(HERE, "recipe.py"))
    print(f"Spark {session.version}, {' '.join(FLAGS)}")
    by_line(session.sparkContext)
    by_record(session)
    gateway = session.sparkContext._gateway
    session.stop()
    # Java goes on a while, and what it still reads is removed with the folder: wait for its end.
    java = getattr(gateway, "proc", None)
    gateway.shutdown()
    if java is not None:
        java.stdin.close()
        java.wait(timeout=30)


main()
