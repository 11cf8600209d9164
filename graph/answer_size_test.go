package graph_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/db/pg"
	"minyi/graph/graphtest"
	"minyi/graph/httpapi"
)

// TestAnswersAreBounded asks for the text of a draft so often that the answer would be larger than an answer may be: in a query
// by either way of running it, in what a mutation answers, and in an event.
func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	text := strings.Repeat("物业", 100)
	city.SQL.MustExec(`UPDATE clauses SET text = $1`, text)
	texts := func(times int) string {
		var all strings.Builder
		for i := range times {
			fmt.Fprintf(&all, "a%d: text ", i)
		}
		return "draft { " + all.String() + "}"
	}
	for name, gqlgens := range map[string]bool{"levels": false, "gqlgen": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bounded := city.AnsweredBy(func(db *pg.DB, limits httpapi.Limits, streams httpapi.Streams) http.Handler {
				limits.Answer, limits.Gqlgen = 10_000, gqlgens // a draft has 1,800 bytes
				return httpapi.Handler(db, limits, streams)
			})
			reader, author := city.Anyone().At(bounded), city.Resident("li "+name).At(bounded)
			query := func(times int) gjson.Result {
				return reader.Ask(`query ($id: ID!) { viewer { name } consultation(id: $id) { id `+texts(times)+` } }`, "id", asked.Consultation)
			}
			mutate := func(times int) gjson.Result {
				return author.Ask(`mutation ($to: ID!) { submitComment(input: {consultationId: $to, body: "赞成`+fmt.Sprint(times)+`"}) { comment { id consultation { `+texts(times)+` } } userErrors { code } } }`, "to", asked.Consultation)
			}
			event := func(times int) gjson.Result {
				return reader.Subscribe(`subscription ($id: ID!) { consultationChanged(consultationId: $id) { `+texts(times)+` } }`, "id", asked.Consultation).Next()
			}
			for what, ask := range map[string]func(times int) gjson.Result{"query": query, "mutation": mutate, "event": event} {
				if got := ask(5); got.Get("errors").Exists() || !strings.Contains(got.Raw, text) {
					t.Errorf("%s: 9 KB are refused: %.300s", what, got.Raw)
				}
				got := ask(50)
				if got.Get("errors.#").Int() != 1 || got.Get("errors.0.extensions.code").String() != "REPLY_TOO_LARGE" || got.Get("data").Type != gjson.Null {
					t.Errorf("%s: 90 KB: %.300s", what, got.Raw)
				}
			}
			if total := reader.Must(`query ($id: ID!) { consultation(id: $id) { comments { totalCount } } }`, "id", asked.Consultation).Get("consultation.comments.totalCount").Int(); total < 2 {
				t.Errorf("there are %d comments: what is done is done, whether its answer is told or not", total)
			}
		})
	}
}
