package graph_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/graph/graphtest"
	"minyi/graph/httpapi"
)

const streamForm = "text/event-stream"

// A reader who takes JSON and streams gets what they name first, or with the greater weight.
func TestStreamOnlyWhereItIsPreferred(t *testing.T) {
	t.Parallel()
	api := httpapi.Handler(graphtest.New(t).DB, httpapi.Limits{Time: time.Minute, Cost: httpapi.UsualCost}, httpapi.Streams{})
	for accept, want := range map[string]string{
		"application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed": ownForm, // urql's
		"text/event-stream, multipart/mixed":           streamForm,
		streamForm:                                     streamForm,
		streamForm + ", " + jsonForm:                   streamForm,
		streamForm + ", */*":                           streamForm,
		jsonForm + ", " + streamForm:                   jsonForm,
		"*/*, " + streamForm:                           jsonForm,
		jsonForm + ";q=0.5, " + streamForm + ";q=0.9":  streamForm,
		streamForm + ";q=0.5, " + ownForm + ";q=0.6":   ownForm,
		streamForm + ";q=0, " + jsonForm:               jsonForm,
		jsonForm + ";q=0.1, " + streamForm + ";q=0.05": jsonForm,
	} {
		for _, w := range []*httptest.ResponseRecorder{
			httpAsk(api, http.MethodGet, "/?query=%7Bviewer%7Bname%7D%7D", "", "Accept", accept),
			httpAsk(api, http.MethodPost, "/", `{"query":"{viewer{name}}"}`, "Content-Type", jsonForm, "Accept", accept),
		} {
			form, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
			if form != want || !strings.Contains(w.Body.String(), `{"data":{"viewer":null}}`) {
				t.Errorf("%q: %s %s", accept, form, w.Body)
			}
		}
	}
}

// What is asked on a stream is answered as it is elsewhere, by POST and by GET.
func TestOperationsOnStreams(t *testing.T) {
	t.Parallel()
	city := liveCity(t)
	asked, zhou := city.PutToPublic(), city.Resident("zhou")
	zhou.Must(`mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id } userErrors { code } } }`,
		"input", map[string]any{"consultationId": asked.Consultation, "clauseId": asked.Clauses[0], "stance": "SUPPORT", "body": "很好。"})
	const deep = ` { id department { name } commentTally { total byClause { count clause { id text } } } draft { clauses { nodes { id parent { id } } } } }`
	const query = `query ($id: ID!) { consultation(id: $id)` + deep + ` }`
	want := city.Anyone().Must(query, "id", asked.Consultation).Get("consultation")
	if want.Get("commentTally.byClause.0.clause.text").String() == "" || !want.Get("draft.clauses.nodes.1.id").Exists() {
		t.Fatalf("the query is not deep: %s", want)
	}

	if got := city.Anyone().Subscribe(query, "id", asked.Consultation).Next(); got.Get("data.consultation").Raw != want.Raw {
		t.Errorf("a query on a stream: %s", got)
	}
	live := city.Anyone().Subscribe(`subscription ($id: ID!) { consultationChanged(consultationId: $id)`+deep+` }`, "id", asked.Consultation)
	live.Until(func(e gjson.Result) bool { return e.Get("data.consultationChanged").Raw == want.Raw })
	said := zhou.Subscribe(`mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id clause { text } consultation { id } } userErrors { code } } }`,
		"input", map[string]any{"consultationId": asked.Consultation, "clauseId": asked.Clauses[0], "stance": "OPPOSE", "body": "不好。"}).Next()
	if said.Get("data.submitComment.comment.clause.text").String() != want.Get("commentTally.byClause.0.clause.text").String() {
		t.Errorf("a mutation on a stream: %s", said)
	}
	live.Until(func(e gjson.Result) bool { return e.Get("data.consultationChanged.commentTally.total").Int() == 2 })

	api := httpapi.Handler(city.DB, httpapi.Limits{Time: time.Minute, Cost: httpapi.UsualCost}, httpapi.Streams{Hub: city.Hub})
	get := func(query string) string {
		target := "/?" + url.Values{"query": {query}, "variables": {`{"id":"` + asked.Consultation + `"}`}}.Encode()
		return httpAsk(api, http.MethodGet, target, "", "Accept", streamForm).Body.String()
	}
	if got := get(query); !strings.Contains(got, "event: next\ndata: {\"data\":{\"consultation\":{\"id\"") || !strings.HasSuffix(got, "event: complete\ndata:\n\n") {
		t.Errorf("a query by GET: %s", got)
	}
	if got := get(`mutation { eraseMyData(input: { confirm: true }) { userErrors { code } } }`); !strings.Contains(got, "METHOD_NOT_ALLOWED") {
		t.Errorf("a mutation by GET: %s", got)
	}
	if got := get(`{ nothing }`); !strings.Contains(got, "GRAPHQL_VALIDATION_FAILED") || strings.Contains(got, `"data":`) {
		t.Errorf("no valid query: %s", got)
	}
	if got := httpAsk(api, http.MethodPost, "/", `{"query":marked`, "Content-Type", jsonForm, "Accept", streamForm); got.Code != http.StatusBadRequest || strings.Contains(got.Body.String(), "marked") {
		t.Errorf("no JSON: %d %s", got.Code, got.Body)
	}
}

// A subscription is a stream wherever its reader takes one, also if they like JSON better, which cannot answer it.
func TestSubscriptionsAreStreamsWhereTheyMay(t *testing.T) {
	t.Parallel()
	city := liveCity(t)
	asked := city.PutToPublic()
	api := httpapi.StreamSubscriptions(httpapi.Handler(city.DB, httpapi.Limits{Time: time.Minute, Cost: httpapi.UsualCost}, httpapi.Streams{Hub: city.Hub}))
	subscription := `{"query":"subscription S { consultationChanged(consultationId: \"` + asked.Consultation + `\") { id } } query Q { viewer { name } }","operationName":"`
	for _, c := range []struct{ accept, operation, form string }{
		{jsonForm + ", " + streamForm, "S", streamForm},
		{ownForm + ", " + jsonForm + ";q=0.9, " + streamForm + ";q=0.1", "S", streamForm},
		{"*/*, " + streamForm + ";q=0.5", "S", streamForm},
		{jsonForm + ", " + streamForm, "Q", jsonForm},
		{jsonForm + ", " + streamForm, "None", jsonForm},
		{jsonForm + ", " + streamForm + ";q=0", "S", jsonForm},
		{jsonForm, "S", jsonForm},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(subscription+c.operation+`"}`)).WithContext(ctx)
		r.Header.Set("Content-Type", jsonForm)
		r.Header.Set("Accept", c.accept)
		w := &firstEvent{ResponseRecorder: httptest.NewRecorder(), got: cancel}
		api.ServeHTTP(w, r)
		cancel()
		form, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
		if event := strings.Contains(w.Body.String(), `event: next`+"\n"+`data: {"data":{"consultationChanged":{"id":"`+asked.Consultation); form != c.form || event != (form == streamForm) {
			t.Errorf("%s for %s: %s %s", c.accept, c.operation, form, w.Body)
		}
	}
}

// firstEvent is a reader who leaves after the first event.
type firstEvent struct {
	*httptest.ResponseRecorder
	got func()
}

func (w *firstEvent) Write(p []byte) (int, error) {
	defer func() {
		if strings.Contains(string(p), "event: next") {
			w.got()
		}
	}()
	return w.ResponseRecorder.Write(p)
}
