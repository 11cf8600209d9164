package graph_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/tidwall/gjson"

	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/policy"
	"minyi/graph/graphtest"
)

const (
	submitDraft  = `mutation ($input: SubmitDraftForReviewInput!) { submitDraftForReview(input: $input) { draft { state contentHash } userErrors { code field } } }`
	recordReview = `mutation ($input: RecordReviewInput!) { recordReview(input: $input) { draft { state } userErrors { code field message } } }`
	readReviews  = `query ($id: ID!) { node(id: $id) { ... on Draft { state contentHash missingForApproval
		reviews { stage decision actorName reason valid hash contentHash verdicts { gate passed note } } clauses { nodes { id } } policyRecord { timeline { nodes { kind reason subject { id } } } } } } }`
)

// reviewDesk is a draft on its way through the review.
type reviewDesk struct {
	t     *testing.T
	city  *graphtest.City
	draft string
	hash  string
}

// newReviewDesk imports a draft and hands it to review.
func newReviewDesk(t *testing.T) *reviewDesk { return newReviewDeskIn(t, graphtest.New(t)) }

func newReviewDeskIn(t *testing.T, city *graphtest.City) *reviewDesk {
	draft := city.Editor().Must(importDraft, "input", draftInput(city.Record(), draftText)).Get("importDraft.draft")
	desk := &reviewDesk{t: t, city: city, draft: draft.Get("id").String(), hash: draft.Get("contentHash").String()}
	desk.submit()
	return desk
}

func (d *reviewDesk) submit() {
	d.t.Helper()
	d.city.Editor().Must(submitDraft, "input", map[string]any{"draftId": d.draft})
}

// step asks for a step that approves and passes the gates; more are other fields.
func (d *reviewDesk) step(who *graphtest.Client, stage string, gates []string, more ...any) gjson.Result {
	verdicts := []any{}
	for _, gate := range gates {
		verdicts = append(verdicts, map[string]any{"gate": gate, "passed": true, "note": "已核"})
	}
	input := map[string]any{"draftId": d.draft, "stage": stage, "decision": "APPROVE", "verdicts": verdicts, "contentHash": d.hash}
	for i := 0; i < len(more); i += 2 {
		input[more[i].(string)] = more[i+1]
	}
	return who.Ask(recordReview, "input", input)
}

// passed makes a step that has to succeed and gives the draft's state.
func (d *reviewDesk) passed(answer gjson.Result) string {
	d.t.Helper()
	if problems := graphtest.Problems(answer); len(problems) > 0 {
		d.t.Fatalf("the step was refused: %v", problems)
	}
	return answer.Get("data.recordReview.draft.state").String()
}

func (d *reviewDesk) read() gjson.Result {
	d.t.Helper()
	return d.city.Editor().Must(readReviews, "id", d.draft).Get("node")
}

var (
	politics = []string{"POLITICAL"}
	allGates = []string{"POLITICAL", "LEGAL", "POLICY", "SECRECY", "TEXT"}
)

func TestReview(t *testing.T) {
	t.Parallel()
	d := newReviewDesk(t)
	if s := d.passed(d.step(d.city.Editor(), "EDIT", []string{"TEXT", "POLICY"})); s != "EDITED" {
		t.Errorf("after the first step: %s", s)
	}
	if missing := d.read().Get("missingForApproval").Raw; missing != `["POLITICAL","LEGAL","SECRECY"]` {
		t.Errorf("still missing: %s", missing)
	}
	if s := d.passed(d.step(d.city.Reviewer(), "REVIEW", []string{"LEGAL", "SECRECY"})); s != "REVIEWED" {
		t.Errorf("after the second step: %s", s)
	}
	if s := d.passed(d.step(d.city.Publisher(), "PUBLISH", politics)); s != "APPROVED" {
		t.Errorf("after the third step: %s", s)
	}
	read := d.read()
	if read.Get("missingForApproval.#").Int() != 0 || read.Get("reviews.#.actorName").Raw != `["editor","reviewer","publisher"]` || read.Get("reviews.#(valid==false)").Exists() {
		t.Errorf("the review is %s", read.Raw)
	}
	if kinds := read.Get("policyRecord.timeline.nodes.#.kind").Raw; kinds != `["DRAFT_REVIEWED","DRAFT_REVIEWED","DRAFT_REVIEWED","DRAFT_SUBMITTED","DRAFT_IMPORTED","RECORD_CREATED"]` {
		t.Errorf("the timeline is %s", kinds)
	}
	if id := read.Get("policyRecord.timeline.nodes.0.subject.id").String(); id != d.draft {
		t.Errorf("the event is about %s", id)
	}
}

func TestReviewRefusals(t *testing.T) {
	t.Parallel()
	d := newReviewDesk(t)
	both := d.city.Staff("both", graphtest.Housing, civic.Editor, civic.Reviewer, civic.Publisher)
	verdict := func(gate string, passed bool) any { return map[string]any{"gate": gate, "passed": passed} }
	refused := func(name string, answer gjson.Result, want ...string) {
		t.Helper()
		if got := graphtest.Problems(answer); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	refused("nobody", d.step(d.city.Anyone(), "EDIT", nil), "UNAUTHENTICATED")
	refused("an auditor", d.step(d.city.Staff("au", "", civic.Auditor), "EDIT", nil), "FORBIDDEN")
	refused("another role", d.step(d.city.Reviewer(), "EDIT", nil), "FORBIDDEN")
	refused("another department", d.step(d.city.Staff("wu", "PARKS", civic.Editor), "EDIT", nil), "NOT_FOUND draftId")
	refused("a later stage", d.step(d.city.Reviewer(), "REVIEW", nil), "WRONG_REVIEW_STAGE stage")
	refused("another content", d.step(both, "EDIT", nil, "contentHash", "other"), "CONTENT_CHANGED contentHash")
	refused("no reason", d.step(both, "EDIT", nil, "decision", "RETURN", "reason", " "), "REASON_REQUIRED reason")
	refused("a gate twice", d.step(both, "EDIT", []string{"TEXT", "TEXT"}), "INVALID_VERDICTS verdicts.1.gate")
	refused("a gate that fails", d.step(both, "EDIT", nil, "verdicts", []any{verdict("LEGAL", false)}), "GATE_NOT_PASSED verdicts.0.passed")
	refused("NUL in a note", d.step(both, "EDIT", nil, "verdicts", []any{map[string]any{"gate": "TEXT", "passed": true, "note": "\x00"}}), "CONTROL_CHARACTERS verdicts.0.note")
	refused("several things", d.step(both, "EDIT", nil, "contentHash", "other", "decision", "RETURN", "verdicts", []any{verdict("TEXT", false), verdict("TEXT", true)}),
		"CONTENT_CHANGED contentHash", "REASON_REQUIRED reason", "INVALID_VERDICTS verdicts.1.gate")
	refused("submitted twice", d.city.Editor().Ask(submitDraft, "input", map[string]any{"draftId": d.draft}), "WRONG_DRAFT_STATE draftId")
	refused("submitted by a reviewer", d.city.Reviewer().Ask(submitDraft, "input", map[string]any{"draftId": d.draft}), "FORBIDDEN")

	d.passed(d.step(both, "EDIT", politics))
	refused("the first stage again", d.step(d.city.Editor(), "EDIT", nil), "WRONG_REVIEW_STAGE stage")
	refused("the editor reviews", d.step(both, "REVIEW", nil), "SAME_PERSON stage")
	d.passed(d.step(d.city.Reviewer(), "REVIEW", []string{"LEGAL", "POLICY"}))
	refused("the editor publishes", d.step(both, "PUBLISH", allGates), "SAME_PERSON stage")
	refused("two gates are missing", d.step(d.city.Publisher(), "PUBLISH", nil), "GATES_MISSING verdicts")
	if s := d.read().Get("state").String(); s != "REVIEWED" {
		t.Errorf("after refusals the draft is %s", s)
	}
}

func TestReviewReturns(t *testing.T) {
	t.Parallel()
	d := newReviewDesk(t)
	d.passed(d.step(d.city.Editor(), "EDIT", allGates))
	failing := []any{map[string]any{"gate": "LEGAL", "passed": false, "note": "与上位法不一致"}}
	if s := d.passed(d.step(d.city.Reviewer(), "REVIEW", nil, "decision", "RETURN", "reason", "请核对上位法", "verdicts", failing)); s != "DRAFT" {
		t.Errorf("a returned draft is %s", s)
	}
	read := d.read()
	if read.Get("missingForApproval").Raw != `["POLITICAL","LEGAL","POLICY","SECRECY","TEXT"]` || read.Get("policyRecord.timeline.nodes.0.reason").String() != "请核对上位法" {
		t.Errorf("the returned draft is %s", read.Raw)
	}
	d.submit()
	d.passed(d.step(d.city.Editor(), "EDIT", nil))
	d.passed(d.step(d.city.Reviewer(), "REVIEW", nil))
	if got := graphtest.Problems(d.step(d.city.Publisher(), "PUBLISH", []string{"LEGAL"})); !slices.Equal(got, []string{"GATES_MISSING verdicts"}) {
		t.Errorf("with gates that were passed before the return: %v", got)
	}
	d.passed(d.step(d.city.Publisher(), "PUBLISH", allGates))
}

func TestChangesVoidVerdicts(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(d *reviewDesk){
		"an edit": func(d *reviewDesk) {
			clause := d.read().Get("clauses.nodes.1.id").String()
			d.city.Editor().Must(editClause, "input", map[string]any{"clauseId": clause, "text": "另有规定。"})
		},
		"other legal bases": func(d *reviewDesk) {
			d.city.Editor().Must(setLegalBases, "input", map[string]any{"draftId": d.draft, "legalBases": []any{map[string]any{"title": "公园管理条例"}}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newReviewDesk(t)
			d.passed(d.step(d.city.Editor(), "EDIT", allGates))
			d.passed(d.step(d.city.Reviewer(), "REVIEW", nil))
			old := d.hash
			change(d)
			read := d.read()
			if d.hash = read.Get("contentHash").String(); d.hash == old || read.Get("state").String() != "DRAFT" || read.Get("missingForApproval.#").Int() != 5 {
				t.Errorf("the changed draft is %s", read.Raw)
			}
			if read.Get("reviews.#").Int() != 2 || read.Get("reviews.#(valid==true)").Exists() {
				t.Errorf("the verdicts stand: %s", read.Get("reviews").Raw)
			}
			d.submit()
			if got := graphtest.Problems(d.step(d.city.Editor(), "EDIT", nil, "contentHash", old)); !slices.Equal(got, []string{"CONTENT_CHANGED contentHash"}) {
				t.Errorf("a step on the old content: %v", got)
			}
			d.passed(d.step(d.city.Editor(), "EDIT", nil))
			d.passed(d.step(d.city.Reviewer(), "REVIEW", nil))
			if got := graphtest.Problems(d.step(d.city.Publisher(), "PUBLISH", nil)); !slices.Equal(got, []string{"GATES_MISSING verdicts"}) {
				t.Errorf("publishing on void verdicts: %v", got)
			}
		})
	}
}

func TestUnchangedContentKeepsVerdicts(t *testing.T) {
	t.Parallel()
	d := newReviewDesk(t)
	d.passed(d.step(d.city.Editor(), "EDIT", allGates))
	d.city.Editor().Must(setLegalBases, "input", map[string]any{"draftId": d.draft, "legalBases": []any{}})
	if read := d.read(); read.Get("state").String() != "EDITED" || read.Get("missingForApproval.#").Int() != 0 {
		t.Errorf("after nothing was changed the draft is %s", read.Raw)
	}
}

func TestContentChangedBackRevivesNoVerdicts(t *testing.T) {
	t.Parallel()
	d := newReviewDesk(t)
	d.passed(d.step(d.city.Editor(), "EDIT", allGates))
	for _, bases := range [][]any{{map[string]any{"title": "物业管理条例"}}, {}} {
		d.city.Editor().Must(setLegalBases, "input", map[string]any{"draftId": d.draft, "legalBases": bases})
	}
	if read := d.read(); read.Get("state").String() != "DRAFT" ||
		read.Get("missingForApproval.#").Int() != 5 || read.Get("reviews.0.valid").Bool() {
		t.Errorf("changed back the draft is %s", read.Raw)
	}
	d.submit()
	d.passed(d.step(d.city.Editor(), "EDIT", politics)) // takes the first hash, for the content is the same again
	if read := d.read(); read.Get("missingForApproval.#").Int() != 4 {
		t.Errorf("judged again the draft is %s", read.Raw)
	}
}

func TestReviewsAtOnce(t *testing.T) {
	t.Parallel()
	d := newReviewDesk(t)
	var all sync.WaitGroup
	answers := make([]gjson.Result, 6)
	for i := range answers {
		all.Go(func() {
			answers[i] = d.step(d.city.Staff(fmt.Sprint("editor", i), graphtest.Housing, civic.Editor), "EDIT", politics)
		})
	}
	all.Wait()
	passed := 0
	for _, a := range answers {
		switch got := graphtest.Problems(a); {
		case len(got) == 0:
			passed++
		case !slices.Equal(got, []string{"WRONG_REVIEW_STAGE stage"}):
			t.Errorf("got %v", got)
		}
	}
	if n := d.read().Get("reviews.#").Int(); passed != 1 || n != 1 {
		t.Errorf("%d of the steps passed and %d are recorded, want 1", passed, n)
	}
}

func TestReviewChain(t *testing.T) {
	t.Parallel()
	d := newReviewDesk(t)
	d.passed(d.step(d.city.Editor(), "EDIT", allGates))
	d.passed(d.step(d.city.Reviewer(), "REVIEW", nil, "decision", "RETURN", "reason", "再议"))
	d.submit()
	d.passed(d.step(d.city.Editor(), "EDIT", nil))
	id, _ := civic.ParseID(d.draft)
	kept := func() []policy.EditorialReview {
		found, err := policydb.Reviews(t.Context(), d.city.DB, civic.Actor{}, []uuid.UUID{id.Key})
		if err != nil {
			t.Fatal(err)
		}
		return found[id.Key]
	}
	if reviews := kept(); len(reviews) != 3 || !policy.ReviewsIntact(reviews) {
		t.Errorf("the chain of %d records is broken", len(reviews))
	}
	d.city.SQL.MustExec(`UPDATE editorial_reviews SET reason = '同意' WHERE decision = 'RETURN'`)
	if policy.ReviewsIntact(kept()) {
		t.Error("a record that was altered goes unnoticed")
	}
}
