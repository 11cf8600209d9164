package graph_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/db/plan"
	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/graph/graphtest"
)

const (
	readOpen = `{ consultations(first: 20, filter: {status: [OPEN]}) { nodes { title department { name } commentTally { total } } } }`
	readPage = `query ($id: ID!, $after: String) { consultation(id: $id) { comments(first: 20, after: $after) { nodes { body clause { label } officialResponse { outcome reason } } pageInfo { endCursor } } } }`
	readSums = `query ($id: ID!) { survey(id: $id) { results { responses questions { answered ... on ChoiceResults { options { count } } } } } }`
	search   = `query ($id: ID!, $contains: String!) { consultation(id: $id) { comments(first: 20, filter: {contains: $contains}) { nodes { body } } } }`
)

// crowd lets 20,000 people comment on a consultation and on another, and answers most of what they said.
func crowd(t *testing.T, city *graphtest.City, asked, other string) {
	t.Helper()
	keys := []uuid.UUID{}
	for _, consultation := range []string{asked, other} {
		id, err := civic.ParseID(consultation)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, id.Key)
	}
	tx := city.SQL.MustBegin()
	into, err := tx.Prepare(`COPY comments (consultation_id, id, author, stance, body, grams, day) FROM STDIN`)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20_000 {
		body := fmt.Sprintf("第%d位居民希望尽快改善步道照明。", i)
		if _, err := into.Exec(keys[i%2], civic.NewKey(), uuid.New(), "SUPPORT", body, pq.Array(legaltext.Grams(keys[i%2], body)), "2026-01-01"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := into.Exec(); err != nil {
		t.Fatal(err)
	}
	tx.MustExec(`INSERT INTO official_responses (consultation_id, id, outcome, reason, created_by, published_at) SELECT DISTINCT consultation_id, consultation_id, 'ADOPTED', '{}'::jsonb, consultation_id, now() FROM comments`)
	tx.MustExec(`INSERT INTO answered_comments (consultation_id, comment_id, official_response_id) SELECT consultation_id, id, consultation_id FROM comments`)
	tx.MustExec(`INSERT INTO tallies (consultation_id, subject_id, counter, amount) SELECT consultation_id, id, 'endorsements', 1 FROM comments`)
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	city.SQL.MustExec(`VACUUM (ANALYZE)`)
}

// TestHotStatementsUseTheirIndexes asks what is asked most, where much was said, and reads the plans that the database used.
func TestHotStatementsUseTheirIndexes(t *testing.T) {
	t.Parallel()
	city, database := graphtest.NewExplained(t)
	asked, other, asking := city.PutToPublic(), city.PutToPublic(), city.PutSurvey("LIVE")
	crowd(t, city, asked.Consultation, other.Consultation)
	li := city.Resident("li")
	cursor := city.Anyone().Must(readPage, "id", asked.Consultation).Get("consultation.comments.pageInfo.endCursor").String()
	for name, request := range map[string]func(){
		"open consultations": func() { city.Anyone().Must(readOpen) },
		"newest comments":    func() { city.Anyone().Must(readPage, "id", asked.Consultation) },
		"a later page":       func() { city.Anyone().Must(readPage, "id", asked.Consultation, "after", cursor) },
		"results":            func() { city.Anyone().Must(readSums, "id", asking.Survey) },
		"a comment": func() {
			commentOn(li, map[string]any{"consultationId": asked.Consultation, "clauseId": asked.Clauses[0], "body": "赞成"})
		},
		"a response": func() {
			li.Must(`mutation ($input: SubmitSurveyResponseInput!) { submitSurveyResponse(input: $input) { userErrors { code } } }`, "input", map[string]any{"surveyId": asking.Survey, "answers": graphtest.Answers()})
		},
		"a phrase": func() {
			city.Anyone().Must(search, "id", asked.Consultation, "contains", "尽快改善步道照明")
		},
		"a rare word": func() { city.Anyone().Must(search, "id", asked.Consultation, "contains", "77") },
	} {
		database.Said()
		request()
		indexes, err := plan.Judge(database.Said())
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		t.Logf("%s uses %v", name, indexes)
	}
}
