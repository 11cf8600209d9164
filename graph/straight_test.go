package graph_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"minyi/consult"
	"minyi/graph"
	"minyi/graph/graphtest"
	"minyi/graph/model"
)

// TestAKnownMutationIsAnsweredAsANewOne sends requests whose document an API knows, which are read straight where they are right, and the same to
// one that has never seen it, written so that they are read in gqlgen's way from the first letter. Answer and price are the same.
func TestAKnownMutationIsAnsweredAsANewOne(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	resident := city.Resident("resident").Actor
	const mutation = `mutation Say($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id } userErrors { code field message } } }`
	const two = `mutation A($input: SubmitCommentInput!) { submitComment(input: $input) { userErrors { code } } } mutation B { eraseMyData(input: {confirm: false}) { userErrors { code } } }`
	const twice = `mutation ($a: EraseCommentInput!, $b: EraseCommentInput!) { one: eraseComment(input: $a) { userErrors { code field } } other: eraseComment(input: $b) { userErrors { code field } } }`
	const same = `mutation ($a: EraseCommentInput!) { one: eraseComment(input: $a) { userErrors { code field } } ...F } fragment F on Mutation { other: eraseComment(input: $a) { userErrors { code field } } }`
	const optional = `mutation ($a: EraseCommentInput! = {commentId: "x"}) { eraseComment(input: $a) { userErrors { code field } } }`
	const schema = `mutation ($a: EraseCommentInput!) { eraseComment(input: $a) { userErrors { code } } __schema { queryType { name } } }`
	const nested = `mutation ($id: ID!, $a: AffectedClauseInput!) { respondToComments(input: {commentIds: [$id], outcome: ADOPTED, clauses: [$a]}) { userErrors { code } } }`
	paid := 0
	ask := func(api http.Handler, body string) (string, int) {
		paid = 0
		as := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx := graph.WithBudget(consult.WithActor(r.Context(), resident), func(cost int) (model.RateLimit, bool) { paid += cost; return model.RateLimit{}, cost < 1000 })
			api.ServeHTTP(w, r.WithContext(ctx))
		})
		w := httpAsk(as, http.MethodPost, "/", body, "Content-Type", jsonForm)
		return fmt.Sprint(w.Code, w.Header(), w.Body), paid
	}
	limits := graph.Limits{Cost: graph.UsualCost}
	known := graph.Handler(city.DB, limits, graph.Streams{})
	for _, c := range []struct{ query, rest string }{
		{mutation, `{"input":{"consultationId":"x","body":"赞成"}}`},
		{mutation, `{"input":{"consultationId":"x","body":" ","stance":"OPPOSE","clauseId":null}}`},
		{mutation, ` { "input" : { "body" : "\u8d5e\u6210" , "consultationId" : "x" } } `},
		{mutation, `{"input":{"consultationId":"x"}}`},
		{mutation, `{"input":{"consultationId":"x","body":null}}`},
		{mutation, `{"input":{"consultationId":"x","body":5}}`},
		{mutation, `{"input":{"consultationId":"x","body":"a","stance":"PERHAPS"}}`},
		{mutation, `{"input":{"consultationId":"x","body":"a","more":1}}`},
		{mutation, `{"input":[{"consultationId":"x","body":"a"}]}`},
		{mutation, `{"input":null}`},
		{mutation, `{"input":{"consultationId":"x","body":"a"},"other":1}`},
		{mutation, `{"input":{"consultationId":"x","body":"a","body":"b"}}`},
		{mutation, `{}`},
		{mutation, `null`},
		{mutation, `"x"`},
		{mutation, `{"input":{"consultationId":"x","body":"a"}},"operationName":"Say"`},
		{mutation, `{"input":{"consultationId":"x","body":"a"}},"operationName":"Other"`},
		{mutation, `{"input":{"consultationId":"x","body":"a"}},"extensions":{"persistedQuery":{"version":1,"sha256Hash":"no"}}`},
		{mutation, `{"input":{"consultationId":"x","body":"a"}},"extensions":7`},
		{mutation, `{"input":{"consultationId":"x","body":"\ud83d"}}`},
		{mutation, `{"input":{"consultationId":"x","body":"a","stance":"\ud83d\ud83d\ude00"}}`},
		{mutation, `{"input":{"consultationId":"x","body":"a"}},"operationName":nulx"Say"`},
		{mutation, `{"input":{"consultationId":"x","body":"a"}},"operationName":null`},
		{mutation, `[1]`},
		{"", `[1]`},
		{"", `{"a":1}`},
		{mutation, "{\"input\":{\"consultationId\":\"x\",\"body\":\"\xff\"}}"},
		{mutation, `{"input":{"consultationId":"x","body":"a"}}}`},
		{two, `{"input":{"consultationId":"x","body":"a"}}`},
		{two, `{"input":{"consultationId":"x","body":"a"}},"operationName":"A"`},
		{two, `{},"operationName":"B"`},
		{twice, `{"a":{"commentId":"x"},"b":{"commentId":"y"}}`},
		{twice, `{"a":{"commentId":"x"}}`},
		{same, `{"a":{"commentId":"x"}}`},
		{optional, `{"a":{"commentId":"x"}}`},
		{optional, `{}`},
		{optional, `{"a":null}`},
		{schema, `{"a":{"commentId":"x"}}`},
		{nested, `{"id":"x","a":{"effect":"UNCHANGED"}}`},
	} {
		body := fmt.Sprintf(`{"query":%q,"variables":%s}`, c.query, c.rest)
		ask(known, fmt.Sprintf(`{"query":%q}`, c.query)) // is kept though its variables are missing
		got, price := ask(known, body)
		want, full := ask(graph.Handler(city.DB, limits, graph.Streams{}), strings.Replace(body, `"query"`, `"Query"`, 1))
		if got != want || price != full {
			t.Errorf("%s\nknown: %s, %d\nnew:   %s, %d", body, got, price, want, full)
		}
	}
}
