package httpapi

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/domain/personal"
	"minyi/graph"
	"minyi/graph/gen"
	"minyi/graph/model"
)

// faulty are resolvers of which two forget to give what must be there.
type faulty struct{ gen.ResolverRoot }

type faultyQuery struct{ gen.QueryResolver }

func (r faulty) Query() gen.QueryResolver { return faultyQuery{r.ResolverRoot.Query()} }

func (faultyQuery) Departments(context.Context, *int, *string, *int, *string) (*model.Connection[civic.Department], error) {
	return nil, nil
}

type faultyMutation struct{ gen.MutationResolver }

func (r faulty) Mutation() gen.MutationResolver { return faultyMutation{r.ResolverRoot.Mutation()} }

func (faultyMutation) EraseComment(context.Context, personal.EraseCommentInput) (*model.EraseCommentPayload, error) {
	return nil, nil
}

// TestWhatTheServerForgetsIsItsOwnError lets a field that must not be null be null: INTERNAL, whoever runs the operation, and logged.
// It changes the log of the process, so that it does not run beside other tests.
func TestWhatTheServerForgetsIsItsOwnError(t *testing.T) {
	var logged bytes.Buffer
	usual := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
	t.Cleanup(func() { slog.SetDefault(usual) })
	for name, limits := range map[string]Limits{"levels": {Cost: UsualCost}, "gqlgen": {Cost: UsualCost, Gqlgen: true}} {
		api := answered(executable(faulty{gen.Bind(&graph.Resolver{})}, limits), nil, limits, Streams{})
		for path, query := range map[string]string{
			`["all"]`:  `{ viewer { name } all: departments { totalCount } }`,
			`["gone"]`: `mutation { gone: eraseComment(input: {commentId: \"x\"}) { userErrors { code } } }`,
		} {
			logged.Reset()
			r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{"query":"`+query+`"}`))
			r.Header.Set("Content-Type", plainForm)
			r = r.WithContext(civic.WithActor(r.Context(), civic.Actor{Account: uuid.New()}))
			w := httptest.NewRecorder()
			api.ServeHTTP(w, r)
			answer := gjson.Parse(w.Body.String())
			if w.Code != http.StatusOK || answer.Get("errors.#").Int() != 1 || answer.Get("errors.0.extensions.code").String() != "INTERNAL" || answer.Get("errors.0.path").Raw != path {
				t.Errorf("%s: %d %s", name, w.Code, w.Body)
			}
			if !strings.Contains(logged.String(), "level=ERROR") || strings.Contains(w.Body.String(), "null for") {
				t.Errorf("%s logged %q and told %s", name, logged.String(), w.Body)
			}
		}
	}
}
