package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/graph/graphtest"
)

const (
	writers     = 16
	writesEach  = 60  // how many writes each writer makes, the kill lying between them
	writesSoFar = 400 // after how many acknowledged writes the server is killed
)

// storm is many residents who write at once while the server is killed and started again.
type storm struct {
	t            *testing.T
	server       atomic.Pointer[program]
	consultation string
	survey       string
	acknowledged atomic.Int64
}

// writer is one resident of the storm, who knows what was acknowledged.
type writer struct {
	*storm
	name, token string
	random      *rand.Rand
	words       map[string]string // what each comment said last; "" once it was withdrawn
	own         []string
	responded   bool
}

// TestKilledUnderWriters kills the server while sixteen connections write, edit and withdraw: nothing that was acknowledged
// is lost, nothing is doubled by those who ask again, and the counts equal a recount.
func TestKilledUnderWriters(t *testing.T) {
	t.Parallel()
	s := &storm{t: t}
	dir := newFolder(t)
	first := start(t, dir)
	s.server.Store(first)
	open := first.ask("", `{ consultations(filter: {status: [OPEN]}) { nodes { id surveys { id } } } }`).Get("data.consultations.nodes.0")
	s.consultation, s.survey = open.Get("id").String(), open.Get("surveys.0.id").String()
	before := first.ask("", s.total()).Get("data.consultation.commentTally.total").Int()

	var all sync.WaitGroup
	crowd := make([]*writer, writers)
	for i := range crowd {
		name := fmt.Sprintf("writer-%d", i)
		crowd[i] = &writer{storm: s, name: name, token: first.token("-subject", name), random: rand.New(rand.NewPCG(1, uint64(i))), words: map[string]string{}}
		all.Go(crowd[i].write)
	}
	until(t, "the writers are busy", func() bool { return s.acknowledged.Load() >= writesSoFar })
	first.signal(syscall.SIGKILL)
	first.exit()
	second := start(t, dir)
	s.server.Store(second)
	all.Wait()

	standing := int64(0)
	for _, w := range crowd {
		standing += w.check(second)
	}
	if got := second.ask("", s.total()).Get("data.consultation.commentTally.total").Int(); got != before+standing {
		t.Errorf("%d comments are counted, want %d", got, before+standing)
	}
	city := graphtest.Behind(t, second.databaseURL("postgres"))
	if differences := append(city.RecountComments(), city.RecountSurveys()...); len(differences) > 0 {
		t.Errorf("counts differ from a recount: %v", differences)
	}
	t.Logf("%d writes acknowledged, %d comments stand", s.acknowledged.Load(), standing)
}

func (s *storm) total() string {
	return fmt.Sprintf(`{ consultation(id: %q) { commentTally { total } } }`, s.consultation)
}

// write makes the writer's share of the storm.
func (w *writer) write() {
	for i := range writesEach {
		switch choice := w.random.IntN(10); {
		case choice < 5 || len(w.own) == 0:
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

// ask sends a request until the server answers it: the same request, so that an answer that was lost is given again.
func (w *writer) ask(query string) gjson.Result {
	body, _ := json.Marshal(map[string]string{"query": query})
	var answer gjson.Result
	until(w.t, "the server answers "+w.name, func() bool {
		got, err := w.server.Load().try("POST", "/graphql", string(body), "Content-Type", "application/json", "Authorization", "Bearer "+w.token)
		answer = gjson.Parse(got.body)
		return err == nil && got.StatusCode == 200 && answer.Get("data").Exists() && !answer.Get("errors").Exists()
	})
	return answer.Get("data")
}

func (w *writer) submit(i int) {
	words := fmt.Sprintf("%s 的第 %d 条意见", w.name, i)
	id := w.ask(fmt.Sprintf(`mutation { submitComment(input: {consultationId: %q, stance: SUPPORT, body: %q, idempotencyKey: "%s-%d"}) { comment { id } userErrors { code } } }`,
		w.consultation, words, w.name, i)).Get("submitComment.comment.id").String()
	if _, twice := w.words[id]; twice || id == "" {
		w.t.Errorf("%s was given the comment %q for a new one", w.name, id)
	}
	w.words[id] = words
	w.own = append(w.own, id)
}

// any is one of the writer's comments.
func (w *writer) any() string { return w.own[w.random.IntN(len(w.own))] }

func (w *writer) edit(i int) {
	id := w.any()
	if w.words[id] == "" {
		return
	}
	words := fmt.Sprintf("%s 第 %d 次修改", w.name, i)
	w.ask(fmt.Sprintf(`mutation { editComment(input: {commentId: %q, stance: OPPOSE, body: %q}) { comment { id } userErrors { code } } }`, id, words))
	w.words[id] = words
}

func (w *writer) withdraw() {
	id := w.any()
	w.ask(fmt.Sprintf(`mutation { withdrawComment(input: {commentId: %q}) { comment { id } userErrors { code } } }`, id))
	w.words[id] = ""
}

// respond fills the survey in, at first, and later anew.
func (w *writer) respond() {
	verb := "reviseSurveyResponse"
	if !w.responded {
		verb = "submitSurveyResponse"
	}
	w.ask(fmt.Sprintf(`mutation { %s(input: {surveyId: %q, answers: [{question: "often", choices: ["daily"]}, {question: "closing", number: %d}]}) { userErrors { code } } }`,
		verb, w.survey, 18+w.random.IntN(7)))
	w.responded = true
}

// check holds what is kept against what was acknowledged, and counts the comments that stand.
func (w *writer) check(p *program) (standing int64) {
	for id, words := range w.words {
		kept := p.ask(w.token, fmt.Sprintf(`{ node(id: %q) { ... on Comment { body withdrawnAt } } }`, id)).Get("data.node")
		if withdrawn := kept.Get("withdrawnAt").String() != ""; withdrawn != (words == "") || (words != "" && kept.Get("body").String() != words) {
			w.t.Errorf("%s was told %q and finds %s", w.name, words, kept.Raw)
		}
		if words != "" {
			standing++
		}
	}
	return standing
}
