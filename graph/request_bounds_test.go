package graph_test

import (
	"encoding/base64"
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"minyi/consult"
	"minyi/graph/graphtest"
)

// ranked is a cursor with another rank in it.
func ranked(t *testing.T, cursor string, rank int64) string {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		t.Fatal(err)
	}
	binary.BigEndian.PutUint64(raw[4:12], uint64(rank))
	return base64.RawURLEncoding.EncodeToString(raw)
}

func TestAlteredCursorsReadNothingOrEverything(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.SQL.MustExec(`UPDATE consultations SET feedback_due_on = '2020-01-01', opens_at = '2019-01-01', closes_at = '2019-02-01'`)
	for name, list := range map[string]struct{ query, edges string }{
		"instants": {`query ($after: String) { consultations(orderBy: CLOSING_SOONEST, after: $after) { edges { cursor } } }`, "consultations.edges"},
		"days":     {`query ($after: String) { overdueFeedback(after: $after) { edges { cursor } } }`, "overdueFeedback.edges"},
		"numbers":  {`query ($after: String) { node(id: "` + asked.Draft + `") { ... on Draft { clauses(after: $after) { edges { cursor } } } } }`, "node.clauses.edges"},
	} {
		t.Run(name, func(t *testing.T) {
			edges := city.Anyone().Must(list.query).Get(list.edges).Array()
			for rank, want := range map[int64]int{math.MinInt64: len(edges), math.MaxInt64: 0} {
				altered := ranked(t, edges[0].Get("cursor").String(), rank)
				if got := len(city.Anyone().Must(list.query, "after", altered).Get(list.edges).Array()); got != want {
					t.Errorf("after the rank %d stand %d rows, want %d", rank, got, want)
				}
			}
		})
	}
}

func TestFiltersLookForWordsOnly(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	for query, path := range map[string]string{
		`query ($title: String) { policyRecords(filter: {title: $title}) { totalCount } }`: "policyRecords",
		`query ($title: String) { consultations(filter: {title: $title}) { totalCount } }`: "consultations",
	} {
		for title, want := range map[string]string{"a\x00b": "CONTROL_CHARACTERS", "": "EMPTY", "\u200b": "EMPTY"} {
			if got := graphtest.Problems(city.Anyone().Ask(query, "title", title)); !slices.Equal(got, []string{want}) {
				t.Errorf("%s with %q: %v, want %s", path, title, got, want)
			}
		}
	}
}

func TestCalendarsAndRecordsAreNamedInWords(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	calendar := map[string]any{"code": "CN", "source": "\x00", "coversFrom": "2027-01-01", "coversTo": "2027-12-31", "days": []any{}}
	if got := graphtest.Problems(city.Staff("admin", "", consult.Admin).Ask(`mutation ($input: LoadWorkingCalendarInput!) { loadWorkingCalendar(input: $input) { userErrors { code field } } }`,
		"input", calendar)); !slices.Equal(got, []string{"CONTROL_CHARACTERS source"}) {
		t.Errorf("a calendar from a zero byte: %v", got)
	}
	city.Record()
	department := city.Anyone().Must(`{ departments { nodes { id } } }`).Get("departments.nodes.0.id").String()
	record := map[string]any{"departmentId": department, "kind": "OTHER", "title": []any{map[string]any{"locale": "ZH", "text": "甲\x00乙"}}}
	if got := graphtest.Problems(city.Editor().Ask(`mutation ($input: CreatePolicyRecordInput!) { createPolicyRecord(input: $input) { userErrors { code field } } }`,
		"input", record)); !slices.Equal(got, []string{"CONTROL_CHARACTERS title.0.text"}) {
		t.Errorf("a record with a zero byte: %v", got)
	}
}
