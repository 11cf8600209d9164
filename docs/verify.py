"""Checks what Minyi signed, as receipts.md and report.md say: python3 verify.py KEY FILE…  KEY is the text of /log/key. A FILE is a reply of GraphQL, a signed
note, the code of a receipt, or a report (/export/report.ndjson). Only Python 3.8 or newer is needed."""
import base64, collections, decimal, hashlib, json, re, sys, time
def need(true, why):
    if not true: raise ValueError(why)
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def node(left, right): return sha(b"\1", left, right)
def split(n): return 1 << (n - 1).bit_length() >> 1
def read(text): return json.loads(text.decode(), parse_int=float, parse_constant=lambda name: need(False, name))
def unbase64(text, url=False):
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) if url else base64.b64decode(text)
    again = base64.urlsafe_b64encode(raw).rstrip(b"=") if url else base64.b64encode(raw)
    need(again.decode() == text, "base64 in another spelling")
    return raw
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
def plus(a, b):  # points of Ed25519 (RFC 8032) in extended coordinates
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    u, v = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    return (t - s) * (v - u) % P, (v + u) * (t + s) % P, (v - u) * (v + u) % P, (t - s) * (t + s) % P
def times(n, a, total=(0, 1, 1, 0)):
    while n: total, a, n = plus(total, a) if n & 1 else total, plus(a, a), n >> 1
    return total
def point(raw):
    sign, y = divmod(int.from_bytes(raw, "little"), 2**255)
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    x = x if (v * x * x - u) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    need((v * x * x - u) % P == 0, "not a point of the curve")
    return (x, y, 1, x * y % P) if x & 1 == sign else (P - x, y, 1, (P - x) * y % P)
def signed(key, message, signature):
    (x, y, z, t), s = point(key), int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    r = plus(times(s, point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))), times(k, (P - x, y, z, P - t)))
    x, y = (c * pow(r[2], P - 2, P) % P for c in r[:2])
    return len(signature) == 64 and s < L and (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]
class Key:
    def __init__(self, text):
        keys = [(line, *line.split("+", 2)) for line in text.strip().split("\n")]
        self.keys = [(line, name, sha(name.encode(), b"\n", unbase64(raw))[:4], unbase64(raw)[1:]) for line, name, _, raw in keys]
        need(all(unbase64(raw)[:1] == b"\1" and len(k[3]) == 32 and k[2].hex() == digits for (_, _, digits, raw), k in zip(keys, self.keys)), "no key")
    def open(self, note):
        text, _, lines = note.rpartition("\n\n")
        lines = [re.fullmatch("— ([^ +]+) ([A-Za-z0-9+/=]+)\n", line) for line in lines.splitlines(True)]
        signatures = [(k, unbase64(line[2])[4:]) for line in lines for k in self.keys if (line[1], unbase64(line[2])[:4]) == k[1:3]]
        need(signatures and all(signed(k[3], (text + "\n").encode(), s) for k, s in signatures), "the note is not signed with the key")
        self.by = signatures[0][0][0]
        return text.split("\n")
    def checkpoint(self, note, beside={}):
        name, size, root = self.open(note)
        need(name == "minyi-log" and re.fullmatch("0|[1-9][0-9]*", size) and len(unbase64(root)) == 32, "no checkpoint")
        for f, v in ("treeSize", int(size)), ("rootHash", root), ("verifierKey", self.by): need(beside.get(f) in (None, v), f + " is not what was signed")
        return int(size), unbase64(root)
def included(i, n, leaf, proof):
    need(0 <= i < n and bool(proof) == (n > 1), "the proof does not fit")
    k = split(n)
    return leaf if n == 1 else node(included(i, k, leaf, proof[:-1]), proof[-1]) if i < k else node(proof[-1], included(i - k, n - k, leaf, proof[:-1]))
def consistent(m, n, whole, proof, old):
    need(0 < m <= n and (len(proof) == 1 - whole if m == n else proof), "the proof does not fit")
    if m == n: return (old, old) if whole else (proof[0], proof[0])
    k = split(n)
    before, now = consistent(m, k, whole, proof[:-1], old) if m <= k else consistent(m - k, n - k, False, proof[:-1], old)
    return (before, node(now, proof[-1])) if m <= k else (node(proof[-1], before), node(proof[-1], now))
def receipt(key, r):
    raw = unbase64(r["code"], url=True)
    need(len(raw) == 158 and raw[0] == 1 and raw[1] in b"MRQ" and any(signed(k[3], b"minyi-receipt\n" + raw[:94], raw[94:]) for k in key.keys), "the receipt is not signed with the key")
    instant, salt, leaf, index, micros = raw[38:46], raw[46:62], raw[62:94], r.get("leafIndex"), int.from_bytes(raw[38:46], "big")
    text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(micros // 10**6)) + (".%06d" % (micros % 10**6)).rstrip("0").rstrip(".") + "Z"
    need(r.get("issuedAt") in (None, text), "issuedAt is not what was signed")
    need(r.get("content") is None or sha(sha(salt, r["content"].encode()), instant) == leaf, "the content is not what was accepted")
    state = r.get("state") or (None if index is None else "INCLUDED")
    need(state in (None, "INCLUDED", "PENDING") and (index is None) == (r.get("inclusionProof") is None) == (state != "INCLUDED"), "the state is not proven")
    if index is None: return
    (size, root), proof = key.checkpoint(r["checkpoint"]["note"], r["checkpoint"]), [unbase64(h) for h in r["inclusionProof"]]
    need(index == int(index) and included(int(index), size, sha(b"\0", leaf), proof) == root, "not proven to be in the log")
def canonical(v):
    if isinstance(v, dict): return "{" + ",".join(canonical(k) + ":" + canonical(v[k]) for k in sorted(v, key=lambda k: k.encode("utf-16-be"))) + "}"
    if isinstance(v, list): return "[" + ",".join(map(canonical, v)) + "]"
    if not isinstance(v, float): return json.dumps(v, ensure_ascii=False)
    sign, digits, exponent = decimal.Decimal(repr(v or 0)).normalize().as_tuple()
    d, n = "".join(map(str, digits)), len(digits) + exponent
    whole = d.ljust(n, "0") if len(d) <= n else d[:n] + "." + d[n:] if n > 0 else "0." + "0" * -n + d
    return "-" * sign + (whole if -6 < n <= 21 else d[0] + ("." + d[1:] if d[1:] else "") + "e%+d" % (n - 1))
def root_of(trees):
    stack = []
    for size, top in trees:
        while stack and stack[-1][0] == size: size, top = 2 * size, node(stack.pop()[1], top)
        stack.append((size, top))
    while len(stack) > 1: stack[-2:] = [(0, node(stack[-2][1], stack[-1][1]))]
    return base64.b64encode(stack[0][1] if stack else sha()).decode()
def rows(name, of, lines):
    size, hashes = int(of["pageRows"]), []
    need(len(of["pages"]) == -(-of["count"] // size) and size & size - 1 == 0, name + ": the pages do not fit")
    for n in range(int(of["count"])):
        page, where = n // size, "%s: page %d, row %d" % (name, n // size + 1, n + 1)
        text = next(lines, b"")
        hashes.append((1, sha(b"\0", text[61:-2])))
        need(text == b'{"hash":"' + base64.b64encode(hashes[n][1]) + b'","row":' + text[61:-2] + b"}\n", where + " is missing or changed")
        need((n + 1) % size and n + 1 < of["count"] or root_of(hashes[page * size:]) == of["pages"][page], where + ": the page is not that of the report")
        yield n + 1, read(text[61:-2])
    need(root_of(hashes) == of["root"], name + ": the rows do not give the root")
def report(key, head, lines):
    content = next(lines, b"\n")[:-1]
    first, c = read(head), read(content)
    need(canonical(first).encode() + b"\n" == head and sorted(first) == ["checkpoint", "note"], "line 1 is not as it must be")
    need(key.open(first["note"])[::2] == ["minyi-report", hashlib.sha256(content).hexdigest()], "the content is not what was signed")
    need(not c["log"]["treeSize"] and not first["checkpoint"] or key.checkpoint(first["checkpoint"]) == (c["log"]["treeSize"], unbase64(c["log"]["rootHash"])), "the log is not that of the checkpoint")
    need("lists" not in c or c["format"] == 2 and canonical(c).encode() == content, "the content is not in canonical form")
    if "lists" in c: recount(c, {name: rows(name, of, lines) for name, of in c["lists"].items()})
    need(not next(lines, b""), "the file goes on after its last row")
def recount(c, lists):
    said, done, counted, outcomes, leaves, log = c["said"], c["done"], collections.Counter(), {}, set(), []
    want = collections.Counter({n: said[n] for n in ("comments", "hidden", "endorsements")}, unanswered=done["unanswered"])
    for field, key, of in ("byStance", "stance", said), ("byDay", "day", said), ("byClause", "clause", said), ("outcomes", "outcome", done):
        want.update({(key, n[key]): n["count"] for n in of[field]})
    for n, row in lists["answers"]:
        outcomes[n], want["answer", row["number"]] = row["outcome"], row["comments"]
    for n, row in lists["comments"]:
        counted.update(comments=1, hidden=int(row["hidden"]), endorsements=row["endorsements"], unanswered=int("answer" not in row))
        counted.update((key, row[key]) for key in ("stance", "day", "clause", "answer", "outcome") if key in row)
        if "leaf" in row: leaves.add(row["leaf"])
        need(row["number"] == n and outcomes.get(row.get("answer")) == row.get("outcome"), "comment %d: another number, or another outcome than its answer" % n)
    need(+want == +counted, "the counts are not those of the rows: %s" % ((want - counted) + (counted - want)))
    collections.deque(lists["questionnaires"], 0)
    for n, part in lists["receipts"]:
        log.append((1, sha(b"\0", unbase64(part["leaf"]))) if "leaf" in part else (int(part["size"]), unbase64(part["hash"])))
        leaves.discard(part.get("leaf"))
    need(sum(size for size, _ in log) == c["log"]["treeSize"] and root_of(log) == c["log"]["rootHash"] and not leaves, "the receipts do not give the log")
def check(key, files):  # files that belong together, each an iterator over its lines; raises an exception if one of them is not true
    key, receipts, notes, proofs, todo, reports = Key(key), {}, [], [], [], []
    for lines in files:
        first, text = next(lines, b""), ""
        if first.startswith(b'{"checkpoint":"'): reports += [report(key, first, lines)]
        else: text = (first + b"".join(lines)).decode().strip()
        if text: todo += [{"note": text + "\n"} if text.startswith("minyi-log\n") else read(text.encode()) if text[:1] in "{[" else {"code": text}]
    for v in todo:
        todo += v.values() if isinstance(v, dict) else v if isinstance(v, list) else []
        v = v if isinstance(v, dict) else {}
        if len(v.get("code") or "") > 100: receipts.setdefault(v["code"], {}).update(v)
        if v.get("note"): notes.append(key.checkpoint(v["note"], v))
        if "consistencyProof" in v: proofs.append([unbase64(h) for h in v["consistencyProof"]])
    need(receipts or notes or reports, "nothing to check")
    for r in receipts.values(): receipt(key, r)
    (m, old), (n, new) = (min(notes), max(notes)) if proofs else ((0, b""), (0, b""))
    need(all(consistent(m, n, True, p, old) == (old, new) for p in proofs), "the newer log does not begin with the older one")
if __name__ == "__main__":
    try: check(sys.argv[1], [open(name, "rb") for name in sys.argv[2:]])
    except Exception as problem: sys.exit("BAD  %s" % problem)
    print("OK")
