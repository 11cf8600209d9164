package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/graph/graphtest"
)

// TestOneOperationSearchesAFewTimes searches comments under as many aliases as an operation may have.
func TestOneOperationSearchesAFewTimes(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	search := func(times int) []string {
		var query strings.Builder
		for i := range times {
			fmt.Fprintf(&query, ` a%d: comments(filter: {contains: "园%d"}) { totalCount }`, i, i)
		}
		return graphtest.Problems(city.Anyone().Ask(`query ($id: ID!) { consultation(id: $id) {`+query.String()+` } }`, "id", asked.Consultation))
	}
	if got := search(5); len(got) > 0 {
		t.Errorf("five searches: %v", got)
	}
	if got := search(95); !slices.Equal(got, []string{"TOO_COMPLEX"}) {
		t.Errorf("95 searches: %v", got)
	}
}

// TestOneOperationReadsTheSchemaAFewTimes holds that what takes longest of what anybody may ask cannot be asked many times under aliases.
func TestOneOperationReadsTheSchemaAFewTimes(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	for field, most := range map[string]int{`__schema { types { name fields { name } } }`: 4, `search(text: "园") { totalCount }`: 11} {
		for _, times := range []int{most, most + 1} {
			var query strings.Builder
			for i := range times {
				fmt.Fprintf(&query, " a%d: %s", i, field)
			}
			if got := graphtest.Problems(city.Anyone().Ask(`{` + query.String() + ` }`)); slices.Equal(got, []string{"TOO_COMPLEX"}) != (times > most) {
				t.Errorf("%d times %s: %v", times, field, got)
			}
		}
	}
}

// TestTextsOfTooManyLinesAreRefused imports and revises with as many lines as a text may have, and with one more. Empty lines do not count.
func TestTextsOfTooManyLinesAreRefused(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	record := city.Record()
	lines := func(count int) string {
		var text strings.Builder
		for i := range count {
			fmt.Fprintf(&text, "第%d行\r\n\r\n", i)
		}
		return text.String()
	}
	ask := func(verb, of, id, text string) gjson.Result {
		return city.Editor().Ask(fmt.Sprintf(`mutation ($of: ID!, $text: String!) { %s(input: {%s: $of, text: $text}) { draft { id } userErrors { code field max } } }`, verb, of),
			"of", id, "text", text).Get("data." + verb)
	}
	const refused = `[{"code":"TOO_MANY_LINES","field":["text"],"max":10000}]`
	if got := ask("importDraft", "policyRecordId", record, lines(10_001)); got.Get("userErrors").Raw != refused {
		t.Errorf("an import of too many lines: %s", got)
	}
	longest := ask("importDraft", "policyRecordId", record, lines(10_000))
	if longest.Get("draft.id").String() == "" {
		t.Fatalf("an import of 10,000 lines: %s", longest)
	}
	if got := ask("reviseDraft", "draftId", longest.Get("draft.id").String(), lines(10_001)); got.Get("userErrors").Raw != refused {
		t.Errorf("a revision of too many lines: %s", got)
	}
	if got := ask("reviseDraft", "draftId", longest.Get("draft.id").String(), strings.ReplaceAll(lines(10_000), "行", "条线")); got.Get("draft.id").String() == "" {
		t.Errorf("a revision of 10,000 lines: %s", got)
	}
}

// TestAListIsCountedOnce asks for the total of a list under many aliases.
func TestAListIsCountedOnce(t *testing.T) {
	t.Parallel()
	city, statements := graphtest.NewCounted(t)
	asked := city.PutToPublic()
	var aliases strings.Builder
	for i := range 45 {
		fmt.Fprintf(&aliases, " a%d: totalCount", i)
	}
	ask := func(total string) {
		city.Anyone().Must(`query ($id: ID!) { search(text: "物业") { `+total+` } consultation(id: $id) { comments(filter: {answered: false}) { `+total+` } } }`, "id", asked.Consultation)
	}
	once := statements.During(func() { ask("totalCount") })
	if many := statements.During(func() { ask(aliases.String()) }); many != once {
		t.Errorf("one total takes %d statements, and 45 take %d", once, many)
	}
}

// TestOneOperationReadsAFewThousandPages asks for as many pages of lists, and totals of lists, as an operation may read: each is a statement of its own.
func TestOneOperationReadsAFewThousandPages(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	city.PutToPublic()
	for field, most := range map[string]int{`corrections(first: 1) { nodes { id } }`: 38, `comments(first: 1) { totalCount }`: 24, `comments(first: 1, filter: {answered: false}) { totalCount }`: 1} {
		for _, times := range []int{most, most + 1} {
			var aliases strings.Builder
			for i := range times {
				fmt.Fprintf(&aliases, " a%d: %s", i, field)
			}
			if got := graphtest.Problems(city.Anyone().Ask(`{ consultations(first: 100) { nodes {` + aliases.String() + ` } } }`)); slices.Equal(got, []string{"TOO_COMPLEX"}) != (times > most) {
				t.Errorf("%d times %s: %v", times, field, got)
			}
		}
	}
}
