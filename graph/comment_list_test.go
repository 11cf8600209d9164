package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const listComments = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $filter: CommentFilter, $order: CommentOrder! = NEWEST) {
  consultation(id: $id) { comments(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $order) {
    totalCount nodes { id body } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`

// commentBodies lists the words of a page.
func commentBodies(who *graphtest.Client, consultation string, variables ...any) (bodies []string, total int) {
	got := who.Must(listComments, append([]any{"id", consultation}, variables...)...).Get("consultation.comments")
	for _, node := range got.Get("nodes").Array() {
		bodies = append(bodies, node.Get("body").String())
	}
	return bodies, int(got.Get("totalCount").Int())
}

func TestCommentsAreFiltered(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, other := city.PutToPublic(), city.PutToPublic()
	li, anyone := city.Resident("li"), city.Anyone()
	for _, c := range []struct{ body, stance, clause string }{
		{"a 100% 赞成", "SUPPORT", asked.Clauses[0]}, {"b 100 percent", "SUPPORT", asked.Clauses[1]}, {"c Fees_TOO high", "OPPOSE", asked.Clauses[1]}, {`d back\slash`, "NEUTRAL", ""},
	} {
		input := map[string]any{"consultationId": asked.Consultation, "body": c.body, "stance": c.stance}
		if c.clause != "" {
			input["clauseId"] = c.clause
		}
		commentOn(li, input)
	}
	id, _ := civic.ParseID(asked.Consultation)
	answer := civic.NewKey()
	city.SQL.MustExec(`INSERT INTO official_responses (consultation_id, id, outcome, reason, created_by, published_at) VALUES ($1, $2, 'ADOPTED', '{}', $2, now())`, id.Key, answer)
	city.SQL.MustExec(`INSERT INTO answered_comments (consultation_id, comment_id, official_response_id) SELECT consultation_id, id, $2 FROM comments WHERE consultation_id = $1 AND body LIKE 'a%'`, id.Key, answer)

	for name, c := range map[string]struct {
		filter any
		want   string
	}{
		"none":                    {nil, "dcba"},
		"empty":                   {map[string]any{}, "dcba"},
		"nulls":                   {map[string]any{"clauseId": nil, "stance": nil, "answered": nil, "contains": nil}, "dcba"},
		"a clause":                {map[string]any{"clauseId": asked.Clauses[1]}, "cb"},
		"a clause without any":    {map[string]any{"clauseId": asked.Clauses[2]}, ""},
		"another draft's clause":  {map[string]any{"clauseId": other.Clauses[0]}, ""},
		"a stance":                {map[string]any{"stance": "SUPPORT"}, "ba"},
		"a stance nobody took":    {map[string]any{"stance": "SUPPORT_WITH_CHANGES"}, ""},
		"a stance on a clause":    {map[string]any{"stance": "SUPPORT", "clauseId": asked.Clauses[1]}, "b"},
		"answered":                {map[string]any{"answered": true}, "a"},
		"unanswered":              {map[string]any{"answered": false}, "dcb"},
		"unanswered support":      {map[string]any{"answered": false, "stance": "SUPPORT"}, "b"},
		"words":                   {map[string]any{"contains": "赞成"}, "a"},
		"words in other case":     {map[string]any{"contains": "fees_too"}, "c"},
		"a percent sign":          {map[string]any{"contains": "100%"}, "a"},
		"an underscore":           {map[string]any{"contains": "s_t"}, "c"},
		"an underscore elsewhere": {map[string]any{"contains": "1_0"}, ""},
		"a backslash":             {map[string]any{"contains": `\`}, "d"},
		"words of a stance":       {map[string]any{"contains": "100", "stance": "SUPPORT", "clauseId": asked.Clauses[1]}, "b"},
	} {
		t.Run(name, func(t *testing.T) {
			bodies, total := commentBodies(anyone, asked.Consultation, "filter", c.filter)
			var got string
			for _, body := range bodies {
				got += body[:1]
			}
			if got != c.want || total != len(c.want) {
				t.Errorf("got %q and a total of %d, want %q", got, total, c.want)
			}
		})
	}
}

func TestCommentListRefusals(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, other := city.PutToPublic(), city.PutToPublic()
	for _, consultation := range []string{asked.Consultation, other.Consultation} {
		commentOn(city.Resident("li"), map[string]any{"consultationId": consultation, "body": "赞成"})
	}
	anyone := city.Anyone()
	cursor := func(consultation, order string) string {
		return anyone.Must(listComments, "id", consultation, "order", order).Get("consultation.comments.edges.0.cursor").String()
	}
	departments := anyone.Must(`{ departments { edges { cursor } } }`).Get("departments.edges.0.cursor").String()
	for name, c := range map[string]struct {
		variables []any
		want      string
	}{
		"a clause of another kind":         {[]any{"filter", map[string]any{"clauseId": asked.Draft}}, "BAD_ID"},
		"garbage for a clause":             {[]any{"filter", map[string]any{"clauseId": "x"}}, "BAD_ID"},
		"nothing to look for":              {[]any{"filter", map[string]any{"contains": ""}}, "EMPTY"},
		"too much to look for":             {[]any{"filter", map[string]any{"contains": strings.Repeat("字", 101)}}, "TOO_LONG"},
		"a zero to look for":               {[]any{"filter", map[string]any{"contains": "a\x00b"}}, "CONTROL_CHARACTERS"},
		"another consultation's cursor":    {[]any{"after", cursor(other.Consultation, "NEWEST")}, "BAD_CURSOR"},
		"another order's cursor":           {[]any{"after", cursor(asked.Consultation, "OLDEST")}, "BAD_CURSOR"},
		"another list's cursor":            {[]any{"before", departments}, "BAD_CURSOR"},
		"garbage for a cursor":             {[]any{"after", "%"}, "BAD_CURSOR"},
		"an empty cursor":                  {[]any{"after", ""}, "BAD_CURSOR"},
		"too many":                         {[]any{"first", 101}, "BAD_PAGE_SIZE"},
		"none":                             {[]any{"first", 0}, "BAD_PAGE_SIZE"},
		"fewer than none":                  {[]any{"last", -1}, "BAD_PAGE_SIZE"},
		"from both ends":                   {[]any{"first", 1, "last", 1}, "BAD_PAGE_SIZE"},
		"an order that there is not":       {[]any{"order", "LOUDEST"}, "GRAPHQL_VALIDATION_FAILED"},
		"a stance that there is not":       {[]any{"filter", map[string]any{"stance": "LOVE"}}, "GRAPHQL_VALIDATION_FAILED"},
		"its own cursor, which is allowed": {[]any{"after", cursor(asked.Consultation, "NEWEST")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			answer := anyone.Ask(listComments, append([]any{"id", asked.Consultation}, c.variables...)...)
			got := graphtest.Problems(answer)
			if c.want == "" && len(got) > 0 || c.want != "" && !slices.Contains(got, c.want) {
				t.Errorf("got %s, want %s", answer.Raw, c.want)
			}
		})
	}
}

// TestPagesStayRightWhileCommentsComeIn walks the list in both directions and from both ends while others write: what stood at the
// beginning is read once, in order, and nothing twice.
func TestPagesStayRightWhileCommentsComeIn(t *testing.T) {
	t.Parallel()
	for _, walk := range []struct{ order, size, from, edge, more string }{
		{"NEWEST", "first", "after", "endCursor", "hasNextPage"}, {"OLDEST", "first", "after", "endCursor", "hasNextPage"},
		{"NEWEST", "last", "before", "startCursor", "hasPreviousPage"}, {"OLDEST", "last", "before", "startCursor", "hasPreviousPage"},
	} {
		t.Run(walk.order+" "+walk.size, func(t *testing.T) {
			t.Parallel()
			city := graphtest.New(t)
			asked := city.PutToPublic()
			li := city.Resident("li")
			say := func(body string) {
				commentOn(li, map[string]any{"consultationId": asked.Consultation, "body": body})
			}
			var want []string
			for i := range 10 {
				want = append(want, fmt.Sprintf("%02d", i))
				say(want[i])
			}
			if walk.order == "NEWEST" {
				slices.Reverse(want)
			}
			var read []string
			variables := []any{"id", asked.Consultation, "order", walk.order, walk.size, 3}
			for more := true; more && len(read) < 100; {
				got := li.Must(listComments, variables...).Get("consultation.comments")
				var bodies []string
				for _, node := range got.Get("nodes").Array() {
					bodies = append(bodies, node.Get("body").String())
				}
				if walk.size == "first" {
					read = append(read, bodies...)
				} else {
					read = append(bodies, read...)
				}
				if len(read) < 10 {
					say("late")
				}
				more = got.Get("pageInfo." + walk.more).Bool()
				variables = []any{"id", asked.Consultation, "order", walk.order, walk.size, 3, walk.from, got.Get("pageInfo." + walk.edge).String()}
			}
			if got := slices.DeleteFunc(read, func(body string) bool { return strings.HasPrefix(body, "late") }); !slices.Equal(got, want) {
				t.Errorf("read %v, want %v", got, want)
			}
		})
	}
}
