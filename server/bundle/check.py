"""Counts every number of a feedback report again: python3 check.py [FOLDER]. It needs Python 3.8 or newer and nothing else. The exit code is 0 if all is right."""
import csv, hashlib, json, os, re, sys
from collections import Counter

folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
wrong = []


def path(name):
    return os.path.join(folder, name)


def complain(text):
    wrong.append(text)
    print("BAD   " + text)


def load(name):
    with open(path(name), encoding="utf-8") as file:
        return json.load(file)


def table(name):
    """Yields the rows of a table as dictionaries, each text as it was written."""
    with open(path(name + ".csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            yield {k: v[1:] if v.startswith("'") else v for k, v in row.items()}


def check_files():
    """Each file has the bytes that datapackage.json says, and each table the columns and types of its schema."""
    for r in load("datapackage.json")["resources"]:
        digest, size = hashlib.sha256(), 0
        with open(path(r["path"]), "rb") as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
                size += len(block)
        if size != r["bytes"] or "sha256:" + digest.hexdigest() != r["hash"]:
            complain(r["path"] + " was changed")
        if "schema" in r:
            check_table(r)


def check_table(r):
    fields = r["schema"]["fields"]
    forms = {"integer": r"-?[0-9]+", "number": r"-?[0-9.e+-]+", "boolean": "true|false", "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}"}
    for n, row in enumerate(table(r["name"]), 2):
        if list(row) != [f["name"] for f in fields]:
            complain("%s, line %d: the columns are not those of the schema" % (r["path"], n))
            return
        for f in fields:
            value, rules = row[f["name"]], f.get("constraints", {})
            if value == "" and rules.get("required"):
                complain("%s, line %d: %s is missing" % (r["path"], n, f["name"]))
            if value != "" and f["type"] in forms and not re.fullmatch(forms[f["type"]], value):
                complain("%s, line %d: %s is no %s" % (r["path"], n, f["name"], f["type"]))


def check_rows():
    """The tables have the rows that the report signed."""
    rows = {"comments": [], "answers": []}
    with open(path("report.ndjson"), encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    if json.dumps(lines[1], sort_keys=True) != json.dumps(report, sort_keys=True):
        complain("report.ndjson has another content than report.json")
    lists, at = report["lists"], 2
    for name in sorted(lists):
        rows[name] = [line["row"] for line in lines[at:at + lists[name]["count"]]]
        at += lists[name]["count"]
    for name, columns in (("comments", "number clause stance day endorsements hidden leaf answer outcome"), ("answers", "number outcome comments theme campaign")):
        there = [[text(row.get(c)) for c in columns.split()] for row in rows[name]]
        here = [[row[c] for c in columns.split()] for row in table(name)]
        if there != here:
            complain("%s.csv does not have the rows of the report" % name)


def text(value):
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def counted():
    """Yields each number that the tables give, by its place in report.json."""
    comments = list(table("comments"))
    total, answered = len(comments), [c for c in comments if c["outcome"]]
    yield "/said/comments", total
    yield "/said/hidden", sum(c["hidden"] == "true" for c in comments)
    yield "/said/endorsements", sum(int(c["endorsements"]) for c in comments)
    yield "/done/unanswered", total - len(answered)
    for place, key, column, rows in (("/said/byStance", "stance", "stance", comments), ("/said/byDay", "day", "day", comments), ("/said/byClause", "clause", "clause", comments), ("/done/outcomes", "outcome", "outcome", answered)):
        counts = Counter(c[column] for c in rows)
        listed = report
        for part in place.split("/")[1:]:
            listed = listed[part]
        for i, entry in enumerate(listed):
            yield "%s/%d/count" % (place, i), counts.pop(entry[key], 0)
        counts.pop("", None)  # the comments on the whole draft
        for key in counts:
            complain("%s lacks %s" % (place, key))
    for name in report["lists"]:
        lines = {"comments": total, "answers": sum(1 for _ in table("answers")), "questionnaires": len(load("questionnaires.json"))}
        if name in lines:
            yield "/lists/%s/count" % name, lines[name]
    yield from surveys()


def surveys():
    """Yields the shares of the surveys, from the counts."""
    for i, s in enumerate(report["said"]["surveys"]):
        for j, q in enumerate(s["results"]["questions"]):
            at = "/said/surveys/%d/results/questions/%d" % (i, j)
            yield from shares(at, q, q["answered"])
            for k, row in enumerate(q.get("rows", [])):
                yield from shares("%s/rows/%d" % (at, k), row, row["answered"])
    published = Counter((r["survey"], r["version"], r["id"], r["count"]) for r in table("surveys"))
    for s in report["said"]["surveys"]:
        of = s["results"]
        if of["responses"] is not None and not published[(s["survey"], str(of["version"]), "v%d/responses" % of["version"], str(of["responses"]))]:
            complain("surveys.csv lacks the responses of " + s["survey"])


def shares(at, of, base):
    entries = [("%s/%s/%d/share" % (at, kind, n), e) for kind in ("options", "values", "bins") for n, e in enumerate(of.get(kind) or [])]
    entries += [("%s/%s/share" % (at, kind), of[kind]) for kind in ("other", "merged") if of.get(kind)]
    for place, e in entries:
        if e.get("share") is not None:
            yield place, min(1, e["count"] / base) if base else 0


def numbers(value, at=""):
    """Yields every number of the report with its place."""
    if isinstance(value, bool):
        return
    if isinstance(value, (int, float)):
        yield at, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from numbers(part, at + "/" + key)
    elif isinstance(value, list):
        for n, part in enumerate(value):
            yield from numbers(part, "%s/%d" % (at, n))


check_files()
report = load("report.json")
if "lists" in report:
    check_rows()
    known, cannot = dict(counted()), [(re.compile(row["place"]), row["reason"]) for row in table("cannot")]
    again = 0
    for place, number in numbers(report):
        if place in known:
            again += 1
            if abs(known[place] - number) > 1e-9:
                complain("%s is %s, and the rows give %s" % (place, number, known[place]))
        elif not any(pattern.fullmatch(place) for pattern, _ in cannot):
            complain(place + " is neither counted again nor among those that cannot be")
    sizes, coded = Counter(row["theme"] for row in table("codes")), list(table("themes"))
    for t in coded:
        if int(t["size"]) != sizes[t["id"]]:
            complain("the theme %s has %d comments, not %s" % (t["id"], sizes[t["id"]], t["size"]))
    members = Counter(row["campaign"] for row in table("members"))
    for c in table("campaigns"):
        if int(c["size"]) != members[c["id"]]:
            complain("the campaign %s has %d comments, not %s" % (c["id"], members[c["id"]], c["size"]))
    print("%d numbers were counted again" % again)
print("OK" if not wrong else "%d things are wrong" % len(wrong))
sys.exit(1 if wrong else 0)
