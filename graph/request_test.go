package graph_test

import (
	"slices"
	"strings"
	"testing"

	"minyi/graph/graphtest"
)

// TestMalformedRequests holds what is wrong with a request itself: nothing runs, and the answer says what, with a code.
func TestMalformedRequests(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	publisher := city.Publisher()
	const launchOn = `mutation ($day: Date!) { launchConsultation(input: {policyRecordId: "x", closesOn: $day}) { userErrors { code } } }`
	for name, c := range map[string]struct {
		query     string
		variables []any
		want      []string
	}{
		"no GraphQL":               {`{`, nil, []string{"GRAPHQL_PARSE_FAILED"}},
		"an unknown field":         {`{ nothing }`, nil, []string{"GRAPHQL_VALIDATION_FAILED"}},
		"a missing variable":       {launchOn, nil, []string{"GRAPHQL_VALIDATION_FAILED"}},
		"a null where none may be": {launchOn, []any{"day", nil}, []string{"GRAPHQL_VALIDATION_FAILED"}},
		"no day":                   {launchOn, []any{"day", "yesterday"}, []string{"BAD_DATE"}},
		"a day that is not":        {launchOn, []any{"day", "2026-02-30"}, []string{"BAD_DATE"}},
		"a number for a day":       {launchOn, []any{"day", 5}, []string{"BAD_DATE"}},
		"no instant":               {`mutation { launchConsultation(input: {policyRecordId: "x", closesOn: "2026-03-01", opensAt: "noon"}) { userErrors { code } } }`, nil, []string{"BAD_DATE_TIME"}},
		"garbage for an id":        {`{ node(id: "garbage") { id } }`, nil, []string{"BAD_ID"}},
		"a number for an id":       {`{ node(id: 7) { id } }`, nil, []string{"BAD_ID"}},
		"another kind of id":       {`{ consultation(id: "RAAAAAAAAAAAAAAAAAAAAAA") { id } }`, nil, []string{"BAD_ID"}},
		"an unknown enum value":    {`query ($s: [ConsultationStatus!]) { consultations(filter: {status: $s}) { totalCount } }`, []any{"s", []string{"SLEEPING"}}, []string{"GRAPHQL_VALIDATION_FAILED"}},
		"too many nodes":           {`query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, []any{"ids", slices.Repeat([]string{"x"}, 101)}, []string{"TOO_MANY"}},
		"a fragment in a circle":   {`{ ...a } fragment a on Query { ...a }`, nil, []string{"GRAPHQL_VALIDATION_FAILED"}},
		"a title of nothing":       {`{ consultations(filter: {title: ""}) { totalCount } }`, nil, []string{"EMPTY"}},
	} {
		answer := publisher.Ask(c.query, c.variables...)
		if got := graphtest.Problems(answer); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v: %s", name, got, c.want, answer.Raw)
		}
	}
}

func TestNodesAreNullWhereThereIsNoId(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	record := city.PutToPublic().Record
	answer := city.Anyone().Must(`query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, "ids", []string{"garbage", record, ""})
	if got, want := answer.Get("nodes").Raw, `[null,{"id":"`+record+`"},null]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMessagesFollowTheReader(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	reader := city.Anyone()
	for locale, want := range map[string]string{"en": "This id is not valid", "zh": "标识无效"} {
		reader.Locale = locale
		if got := reader.Ask(`{ node(id: "x") { id } }`).Get("errors.0.message").String(); !strings.HasPrefix(got, want) {
			t.Errorf("in %s it says %q", locale, got)
		}
	}
}
