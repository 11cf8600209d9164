package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// writer is one resident of the load. It remembers the acknowledged writes.
type writer struct {
	*writeLoad
	name, token string
	random      *rand.Rand
	words       map[string]string // what each comment said last; "" once it was withdrawn
	standing    []string          // the comments that were not withdrawn
	answers     []int             // the number that each filling in of the survey gave, the last one counting
	receipts    map[string]bool   // by their codes
}

func newWriter(s *writeLoad, i int) *writer {
	name := fmt.Sprintf("writer-%d", i)
	return &writer{writeLoad: s, name: name, token: s.server.Load().token("-subject", name), random: rand.New(rand.NewPCG(1, uint64(i))),
		words: map[string]string{}, receipts: map[string]bool{}}
}

// write writes until the load ends.
func (w *writer) write() {
	for i := 0; !w.over.Load(); i++ {
		switch choice := w.random.IntN(10); {
		case choice < 5 || len(w.standing) == 0:
			w.submit(i)
		case choice < 7:
			w.edit(i)
		case choice < 8:
			w.withdraw()
		default:
			w.respond()
		}
		w.acknowledged.Add(1)
	}
}

// ask sends the same mutation until the server replies. If a reply was lost, the server sends it again.
// It keeps the receipt. No two writes may have the same receipt.
func (w *writer) ask(field, input string) gjson.Result {
	body, _ := json.Marshal(map[string]string{"query": fmt.Sprintf(`mutation { done: %s(input: {%s}) { receipt { code } userErrors { code } %s } }`,
		field, input, map[bool]string{true: "comment { id }"}[strings.HasSuffix(field, "Comment")])})
	var answer gjson.Result
	tries := 0
	until(w.t, "the server answers "+w.name, func() bool {
		tries++
		got, err := w.server.Load().try("POST", "/graphql", string(body), "Content-Type", "application/json", "Authorization", "Bearer "+w.token)
		answer = gjson.Parse(got.body)
		return err == nil && got.StatusCode == 200 && answer.Get("data").Exists() && !answer.Get("errors").Exists()
	})
	if tries > 1 {
		w.retried.Add(1)
	}
	code := answer.Get("data.done.receipt.code").String()
	if code == "" || w.receipts[code] {
		w.t.Errorf("%s: %s(%s) after %d tries has no receipt of its own: %s", w.name, field, input, tries, answer.Raw)
	}
	w.receipts[code] = true
	return answer.Get("data.done")
}

func (w *writer) submit(i int) {
	words := fmt.Sprintf("%s 的第 %d 条意见", w.name, i)
	id := w.ask("submitComment", fmt.Sprintf(`consultationId: %q, stance: SUPPORT, body: %q, idempotencyKey: "%s-%d"`, w.consultation, words, w.name, i)).Get("comment.id").String()
	if _, twice := w.words[id]; twice || id == "" {
		w.t.Errorf("%s was given the comment %q for a new one", w.name, id)
	}
	w.words[id] = words
	w.standing = append(w.standing, id)
}

func (w *writer) edit(i int) {
	id := w.standing[w.random.IntN(len(w.standing))]
	words := fmt.Sprintf("%s 第 %d 次修改", w.name, i)
	w.ask("editComment", fmt.Sprintf(`commentId: %q, stance: OPPOSE, body: %q`, id, words))
	w.words[id] = words
}

func (w *writer) withdraw() {
	at := w.random.IntN(len(w.standing))
	id := w.standing[at]
	w.ask("withdrawComment", fmt.Sprintf(`commentId: %q`, id))
	w.words[id] = ""
	w.standing = slices.Delete(w.standing, at, at+1)
}

// respond submits a survey response, and later revises it.
func (w *writer) respond() {
	field, key := "reviseSurveyResponse", ""
	if len(w.answers) == 0 {
		field, key = "submitSurveyResponse", fmt.Sprintf(", idempotencyKey: %q", w.name)
	}
	closing := 18 + w.random.IntN(7)
	w.ask(field, fmt.Sprintf(`surveyId: %q, answers: [{question: "often", choices: ["daily"]}, {question: "closing", number: %d}]%s`, w.survey, closing, key))
	w.answers = append(w.answers, closing)
}

// atOnce is how many nodes one query reads.
const atOnce = 50

// check compares the database with the acknowledged writes of one resident.
func (w *writer) check(p *program) {
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(w.words)), atOnce) {
		w.checkComments(p, ids)
	}
	for codes := range slices.Chunk(slices.Sorted(maps.Keys(w.receipts)), atOnce) {
		w.checkReceipts(p, codes)
	}
	if len(w.answers) == 0 {
		return
	}
	last := w.answers[len(w.answers)-1]
	got := p.ask(w.token, fmt.Sprintf(`{ node(id: %q) { ... on Survey { viewerResponse { answers { ... on NumberAnswer { number } } } } } }`, w.survey))
	if got.Get("data.node.viewerResponse.answers.1.number").Int() != int64(last) {
		w.t.Errorf("%s answered %d and finds %s", w.name, last, got.Raw)
	}
}

func (w *writer) checkComments(p *program, ids []string) {
	list, _ := json.Marshal(ids)
	kept := p.ask(w.token, fmt.Sprintf(`{ nodes(ids: %s) { ... on Comment { body withdrawnAt } } }`, list)).Get("data.nodes").Array()
	if len(kept) != len(ids) {
		w.t.Fatalf("%s finds %d of %d comments", w.name, len(kept), len(ids))
	}
	for i, id := range ids {
		words, withdrawn := w.words[id], kept[i].Get("withdrawnAt").String() != ""
		if withdrawn != (words == "") || (words != "" && kept[i].Get("body").String() != words) {
			w.t.Errorf("%s was told %q and finds %s", w.name, words, kept[i].Raw)
		}
	}
}

// checkReceipts waits until the log has all receipts.
func (w *writer) checkReceipts(p *program, codes []string) {
	var query strings.Builder
	for i, code := range codes {
		fmt.Fprintf(&query, " r%d: receipt(code: %q) { state }", i, code)
	}
	until(w.t, "the log has the receipts of "+w.name, func() bool {
		answer := p.ask("", "{"+query.String()+" }")
		if answer.Get("errors").Exists() || strings.Contains(answer.Raw, "MISSING") {
			w.t.Fatalf("%s has receipts that the server does not know: %s", w.name, answer.Raw)
		}
		return strings.Count(answer.Raw, "INCLUDED") == len(codes)
	})
}
