package verify_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/db"
	"minyi/db/dbtest"
	"minyi/db/pg"
	reportdb "minyi/db/report"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/trust"
	"minyi/graph/graphtest"
	"minyi/server/verify"
)

func TestMain(m *testing.M) { dbtest.Main(m, db.Migrate) }

// evidence is one thing to check: texts of files that belong together.
type evidence struct {
	name  string
	files verify.Files
	texts []string
}

const (
	submit      = `mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id } receipt { code content issuedAt } userErrors { code } } }`
	receiptOf   = `query ($code: String!) { receipt(code: $code) { code state leafIndex checkpoint { treeSize rootHash note verifierKey } inclusionProof } }`
	checkpoint  = `{ checkpoint { treeSize rootHash note verifierKey } }`
	consistency = `query ($from: Int!, $to: Int!) { consistencyProof(from: $from, to: $to) }`
	endorse     = `mutation ($input: EndorseCommentInput!) { endorseComment(input: $input) { userErrors { code } } }`
	hide        = `mutation ($input: ModerateCommentInput!) { moderateComment(input: $input) { userErrors { code } } }`
	respond     = `mutation ($input: RespondToCommentsInput!) { respondToComments(input: $input) { userErrors { code } } }`
	publish     = `mutation ($input: PublishFeedbackReportInput!) { publishFeedbackReport(input: $input) { feedbackReport { id } userErrors { code } } }`
)

// world is a city with receipts, a log that grew in steps, and reports.
type world struct {
	t           *testing.T
	city        *graphtest.City
	dir         string
	given       []gjson.Result // receipts
	checkpoints []gjson.Result
	reports     []civic.ID
}

// comment submits comments in turn to several consultations, so that their leaves lie between each other. Every ten comments the log grows.
func (w *world) comment(asked []graphtest.Asked, number int) (said map[string][]string) {
	said = map[string][]string{}
	stances := []string{"SUPPORT", "OPPOSE", "NEUTRAL"}
	for n := range number {
		of := asked[n%len(asked)]
		input := map[string]any{"consultationId": of.Consultation, "body": fmt.Sprint("意见 <", n, ">\u2028"), "stance": stances[n%3]}
		if n%4 > 0 {
			input["clauseId"] = of.Clauses[n%len(of.Clauses)]
		}
		made := w.city.Resident(fmt.Sprint("resident ", n%7)).Must(submit, "input", input).Get("submitComment")
		w.given = append(w.given, made.Get("receipt"))
		said[of.Consultation] = append(said[of.Consultation], made.Get("comment.id").String())
		if n%10 == 9 {
			w.grow()
		}
	}
	return said
}

// grow puts what waits into the log and keeps the new checkpoint.
func (w *world) grow() {
	w.t.Helper()
	if _, err := trustdb.SequenceReceipts(w.t.Context(), w.city.DB); err != nil {
		w.t.Fatal(err)
	}
	w.checkpoints = append(w.checkpoints, w.city.Anyone().Must(checkpoint))
}

// report answers some comments of a consultation and publishes its report.
func (w *world) report(asked graphtest.Asked, said []string) {
	w.t.Helper()
	for n, comment := range said {
		if n%3 == 0 {
			w.city.Resident("endorser").Must(endorse, "input", map[string]any{"commentId": comment})
		}
	}
	if len(said) > 1 {
		w.city.Staff("mo", "HOUSING", civic.Moderator).Must(hide, "input", map[string]any{"commentId": said[0], "decision": "HIDE", "reason": "INSULT"})
	}
	w.city.MoveTime(asked.Consultation, 70*24*time.Hour)
	for n := 0; n+2 < len(said); n += 3 {
		w.city.Editor().Must(respond, "input", map[string]any{"commentIds": said[n : n+2], "outcome": "NOT_ADOPTED", "reason": []any{map[string]any{"locale": "zh", "text": "不可行。"}}})
	}
	made := w.city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation, "unansweredReason": "重复。"})
	id, err := civic.ParseID(made.Get("publishFeedbackReport.feedbackReport.id").String())
	if err != nil {
		w.t.Fatal(err)
	}
	w.reports = append(w.reports, id)
}

// exported returns the file of a report.
func (w *world) exported(id civic.ID) string {
	w.t.Helper()
	found, err := pg.Single(reportdb.FeedbackReportsByID(w.t.Context(), w.city.DB, civic.Actor{}, []civic.ID{id}))
	if err != nil {
		w.t.Fatal(err)
	}
	var text strings.Builder
	for part, err := range reportdb.ExportReport(w.t.Context(), w.city.DB, *found, time.Minute) {
		if err != nil {
			w.t.Fatal(err)
		}
		text.WriteString(part)
	}
	return text.String()
}

// file writes a text into a file.
func (w *world) file(text string) string {
	w.t.Helper()
	file, err := os.CreateTemp(w.dir, "")
	if err == nil {
		_, err = file.WriteString(text)
	}
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return file.Name()
}

// The ways to hand texts to the Go verifier.
func (w *world) receipt(name string, texts ...string) evidence {
	e := evidence{name: name, texts: texts}
	for _, text := range texts {
		e.files.Receipts = append(e.files.Receipts, w.file(text))
	}
	return e
}

func (w *world) consistency(name string, texts ...string) evidence {
	return evidence{name, verify.Files{Older: []string{w.file(texts[0])}, Checkpoint: w.file(texts[1]), Consistency: []string{w.file(texts[2])}}, texts}
}

func (w *world) reported(name string, texts ...string) evidence {
	return evidence{name, verify.Files{Report: []string{w.file(texts[0])}}, texts}
}

// again makes the same kind of evidence of other texts.
func (w *world) again(e evidence, name string, texts []string) evidence {
	switch {
	case e.files.Report != nil:
		return w.reported(name, texts...)
	case e.files.Older != nil:
		return w.consistency(name, texts...)
	}
	return w.receipt(name, texts...)
}

// python lets docs/verify.py judge evidence, in one process. It skips the test where there is no Python.
func python(t *testing.T, key string, all []evidence) []string {
	t.Helper()
	interpreter, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed, so docs/verify.py judges nothing")
	}
	const judge = `
import io, json, sys
sys.path.insert(0, "../../docs"); sys.dont_write_bytecode = True
import verify
for line in sys.stdin:
    key, texts = json.loads(line)
    try: verify.check(key, [io.BytesIO(bytes.fromhex(text)) for text in texts]); print("OK")
    except Exception as problem: print("BAD", repr(problem))
`
	var questions bytes.Buffer
	for _, e := range all {
		texts := make([]string, len(e.texts))
		for i, text := range e.texts {
			texts[i] = fmt.Sprintf("%x", text)
		}
		line, _ := json.Marshal([]any{key, texts})
		questions.Write(append(line, '\n'))
	}
	run := exec.Command(interpreter, "-c", judge)
	run.Stdin, run.Stderr = &questions, os.Stderr
	answers, err := run.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(answers)), "\n")
}

// page lets the module of the site's page judge the receipts among the evidence, in one process. Its verdict on anything else is empty. It skips the
// test where there is no Node.
func page(t *testing.T, key string, all []evidence) []string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed, so the page's module judges nothing")
	}
	const judge = `
import { check, readKeys } from './verify.js';
import { readFileSync } from 'node:fs';
const [lines, all] = JSON.parse(readFileSync(0, 'utf8'));
const keys = await readKeys(lines);
for (const texts of all) console.log(texts ? ((found) => found.every((f) => f.ok) ? 'OK' : found.filter((f) => !f.ok).map((f) => f.what).join(' '))(await check(keys, texts)) : '');
`
	questions := make([][]string, len(all))
	for i, e := range all {
		if e.files.Receipts != nil {
			questions[i] = e.texts
		}
	}
	asked, _ := json.Marshal([]any{key, questions})
	run := exec.Command(node, "--input-type=module", "--no-warnings", "-e", judge)
	run.Dir, run.Stdin, run.Stderr = "../../web/dist", bytes.NewReader(asked), os.Stderr
	answers, err := run.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(answers), "\n"), "\n")
}

// agree fails the test where a verdict is not that of Go: the first pieces of evidence are honest, the others forged. An empty verdict says nothing.
func agree(t *testing.T, verifier trust.LogVerifier, all []evidence, honest int, verdicts []string) {
	t.Helper()
	if len(verdicts) != len(all) {
		t.Fatalf("%d of %d are judged", len(verdicts), len(all))
	}
	for i, e := range all {
		var out strings.Builder
		err := verify.Check(io.MultiWriter(&out), verifier, e.files)
		if want := i < honest; (err == nil) != want || verdicts[i] != "" && (verdicts[i] == "OK") != want {
			t.Errorf("%s: Go says %v, the other %s\n%s", e.name, err, verdicts[i], out.String())
		}
	}
}

// The value of each of these fields matters. A forger changes one character of one of them.
var signedFields = []string{"code", "content", "issuedAt", "state", "leafIndex", "note", "treeSize", "rootHash", "verifierKey", "inclusionProof.0", "consistencyProof.0"}

// forge changes one text of some evidence at random, so that it says something else.
func forge(chance *rand.Rand, e evidence) (texts []string, what string) {
	texts = append([]string{}, e.texts...)
	if e.files.Report != nil {
		at := chance.IntN(len(texts[0]))
		changed := []byte(texts[0])
		changed[at] ^= byte(1 + chance.IntN(127))
		texts[0] = string(changed)
		return texts, fmt.Sprintf("byte %d", at)
	}
	for {
		i := chance.IntN(len(texts))
		field := signedFields[chance.IntN(len(signedFields))]
		value := find(gjson.Parse(texts[i]), field)
		if !value.Exists() || value.Type == gjson.Null || texts[i][value.Index:value.Index+len(value.Raw)] != value.Raw {
			continue
		}
		raw := []byte(value.Raw)
		at := chance.IntN(len(raw))
		const letters = "ABCXYZabcxyz0123456789+/-_"
		letter := letters[chance.IntN(len(letters))]
		if value.Type == gjson.Number {
			letter = "123456789"[chance.IntN(9)]
		}
		if raw[at] == '"' || raw[at] == '\\' || at > 0 && raw[at-1] == '\\' || raw[at] == letter {
			continue
		}
		raw[at] = letter
		if !json.Valid(raw) || gjson.ParseBytes(raw).String() == value.String() {
			continue
		}
		texts[i] = texts[i][:value.Index] + string(raw) + texts[i][value.Index+len(value.Raw):]
		return texts, field
	}
}

// find finds a field anywhere in a reply.
func find(in gjson.Result, field string) (found gjson.Result) {
	if in.IsObject() {
		if got := in.Get(field); got.Exists() {
			return got
		}
	}
	if !in.IsObject() && !in.IsArray() {
		return found
	}
	in.ForEach(func(_, value gjson.Result) bool {
		found = find(value, field)
		return !found.Exists()
	})
	return found
}

// TestVerifiersAgree lets the Go program, docs/verify.py and the page of the site judge 200 receipts, 50 proofs, 5 reports, and 300 forgeries of
// them. The page judges receipts alone.
func TestVerifiersAgree(t *testing.T) {
	t.Parallel()
	w := &world{t: t, city: graphtest.New(t), dir: t.TempDir()}
	var asked []graphtest.Asked
	for range 5 {
		asked = append(asked, w.city.PutToPublic())
	}
	said := w.comment(asked, 200)
	w.grow()
	for i, of := range asked {
		comments := said[of.Consultation]
		w.report(of, comments[:len(comments)-i])
	}
	key := trustdb.VerifierKey(w.city.DB)
	verifier, err := trust.NewLogVerifier(key)
	if err != nil {
		t.Fatal(err)
	}
	var all []evidence
	for n, given := range w.given {
		texts := []string{given.Raw}
		if n%4 == 0 {
			texts = append(texts, w.city.Anyone().Must(receiptOf, "code", given.Get("code").String()).Raw)
		}
		all = append(all, w.receipt(fmt.Sprint("receipt ", n), texts...))
	}
	for n := range 50 {
		newer := w.checkpoints[n%(len(w.checkpoints)-1)+1]
		older := w.checkpoints[n*7%(n%(len(w.checkpoints)-1)+1)]
		proof := w.city.Anyone().Must(consistency, "from", older.Get("checkpoint.treeSize").Int(), "to", newer.Get("checkpoint.treeSize").Int())
		all = append(all, w.consistency(fmt.Sprint("consistency ", n), older.Raw, newer.Raw, proof.Raw))
	}
	for n, id := range w.reports {
		all = append(all, w.reported(fmt.Sprint("report ", n), w.exported(id)))
	}
	honest, chance := len(all), rand.New(rand.NewPCG(14, 300))
	for n := range 300 {
		from := all[chance.IntN(honest)]
		if n%3 == 0 {
			from = all[honest-1-chance.IntN(5)]
		}
		texts, what := forge(chance, from)
		all = append(all, w.again(from, from.name+" with another "+what, texts))
	}
	t.Run("Python", func(t *testing.T) { agree(t, verifier, all, honest, python(t, key, all)) })
	t.Run("page", func(t *testing.T) { agree(t, verifier, all, honest, page(t, key, all)) })
}

// TestReportSaysWhatDiffers changes one byte of a row, takes a row away and adds one.
func TestReportSaysWhatDiffers(t *testing.T) {
	t.Parallel()
	w := &world{t: t, city: graphtest.New(t), dir: t.TempDir()}
	asked := w.city.PutToPublic()
	said := w.comment([]graphtest.Asked{asked}, 12)
	w.report(asked, said[asked.Consultation])
	verifier, err := trust.NewLogVerifier(trustdb.VerifierKey(w.city.DB))
	if err != nil {
		t.Fatal(err)
	}
	good := w.exported(w.reports[0])
	lines := strings.SplitAfter(good, "\n")
	row := 0 // the line of comment 7
	for i, line := range lines {
		if strings.Contains(line, `"number":7,`) {
			row = i
		}
	}
	without := strings.Join(append(append([]string{}, lines[:row]...), lines[row+1:]...), "")
	for name, c := range map[string]struct{ text, want string }{
		"as it is":       {good, "OK     its counts are those of its rows"},
		"another stance": {strings.Replace(good, lines[row], strings.Replace(lines[row], `"endorsements":1`, `"endorsements":2`, 1), 1), "BAD    comments: page 1, row 7: "},
		"a row less":     {without, "BAD    comments: page 1, row 7: it has the number 8"},
		"a row more":     {good + lines[row], "BAD    the file goes on"},
		"another count":  {strings.Replace(good, `"comments":12`, `"comments":13`, 1), "its content is not what was signed"},
		"cut off":        {good[:len(good)-10], "the file ends too early"},
	} {
		var out strings.Builder
		err := verify.Check(&out, verifier, verify.Files{Report: []string{w.file(c.text)}})
		if (err == nil) != (name == "as it is") || !strings.Contains(out.String(), c.want) {
			t.Errorf("%s: %v, want %q\n%s", name, err, c.want, out.String())
		}
	}
}
