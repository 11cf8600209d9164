package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"minyi/db/singleflight"
	"minyi/domain/civic"
)

// overHTTP answers one operation a request, as the specification "GraphQL over HTTP" asks. It takes every request, so
// that it stands after all other transports.
type overHTTP struct {
	calls *singleflight.Group[sharedKey, *reply]
}

// Supports takes every request; Do refuses what is none.
func (overHTTP) Supports(*http.Request) bool { return true }

// Do reads the request, runs its operation and writes the answer.
func (h overHTTP) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	w.Header().Add("Vary", "Accept")
	if r.Method == http.MethodOptions {
		w.Header().Set("Allow", methods)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	asked, err := read(r)
	if err != nil {
		write(w, r, malformed(r.Context(), err))
		return
	}
	write(w, r, h.run(r, exec, asked))
}

// reply is an answer. Where it has data it is written already: those who share it share its text.
type reply struct {
	*graphql.Response
	text []byte
}

// run runs an operation. Its answer has no data when the operation was refused as a whole.
func (h overHTTP) run(r *http.Request, exec graphql.GraphExecutor, asked *graphql.RawParams) *reply {
	op, refused := exec.CreateOperationContext(r.Context(), asked)
	if len(refused) > 0 {
		return &reply{Response: exec.DispatchError(graphql.WithOperationContext(r.Context(), op), refused[:min(len(refused), mostErrors)])}
	}
	switch kind := op.Operation.Operation; {
	case kind == ast.Subscription:
		return malformed(r.Context(), civic.Refuse(civic.BadRequest, "")) // its answer would have to last
	case kind != ast.Query && r.Method == http.MethodGet:
		return malformed(r.Context(), civic.Refuse(civic.MethodNotAllowed, ""))
	}
	ran := false
	run := func(ctx context.Context) (*reply, error) {
		ran = true
		next, ctx := exec.DispatchOperation(ctx, op)
		return replyOf(next(ctx)), nil
	}
	answer, err := h.answer(r.Context(), op, run)
	if !ran && answer != nil && answer.forNow() {
		answer, err = run(r.Context()) // the client whose run it was had no memory left
	}
	if answer == nil || err != nil {
		return malformed(r.Context(), civic.Refuse(civic.Timeout, "")) // its time was up before it began
	}
	if !ran {
		if err := take(r.Context(), len(answer.text)); err != nil {
			return malformed(r.Context(), err)
		}
	}
	noteAnswer(r.Context(), answer.Response)
	return answer
}

// sharedKey is all that the answer to a shareable operation depends on.
type sharedKey struct {
	query, operation, variables string
	locale                      civic.Locale
}

// answer runs an operation. Callers who ask for the same shareable operation at the same time share one run. The answer cache lets
// callers share by itself, so its operations just run.
func (h overHTTP) answer(ctx context.Context, op *graphql.OperationContext, run func(context.Context) (*reply, error)) (*reply, error) {
	if traceOf(ctx) != nil || !shareable(ctx, op) {
		return run(ctx)
	}
	variables, err := json.Marshal(op.Variables)
	if err != nil {
		return run(ctx)
	}
	return h.calls.Do(ctx, sharedKey{op.RawQuery, op.OperationName, string(variables), civic.LocaleOf(ctx)}, run)
}

// replyOf writes an answer that has data; nil where there is none.
func replyOf(answer *graphql.Response) *reply {
	switch {
	case answer == nil:
		return nil
	case len(answer.Data) == 0:
		return &reply{Response: answer}
	}
	return &reply{answer, written(answer)}
}

// forNow tells whether an answer is a refusal that another client, or another try, may not get.
func (r *reply) forNow() bool {
	return len(r.Errors) == 1 && (r.Errors[0].Extensions["code"] == civic.Overloaded || r.Errors[0].Extensions["code"] == civic.RateLimited)
}

// mostErrors is how many complaints about one request are told.
const mostErrors = 20

// malformed is the answer to a request of which nothing runs.
func malformed(ctx context.Context, err error) *reply {
	var problems civic.Problems
	if !errors.As(err, &problems) {
		problems = civic.Problems{{Code: civic.BadRequest}}
	}
	return &reply{Response: &graphql.Response{Errors: gqlerror.List{refusal(ctx, problems[0])}}}
}

// write writes an answer in the form that the reader takes.
func write(w http.ResponseWriter, r *http.Request, answer *reply) {
	noteRefusals(r.Context(), answer.Errors)
	form, _ := MediaType(r)
	status, body := http.StatusOK, answer.text
	if len(answer.Data) == 0 {
		status = refusalStatus(form, answer.Errors)
		body = written(answer.Response)
		w.Header().Set("Cache-Control", "no-store")
	}
	if answer.forNow() && w.Header().Get("Retry-After") == "" {
		w.Header().Set("Retry-After", "1")
	}
	if status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", methods)
	}
	w.Header().Set("Content-Type", form+"; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if _, err := w.Write(body); err != nil {
		slog.DebugContext(r.Context(), "an answer was cut off", "error", err)
	}
}

// written is an answer as JSON. Its data is JSON already and is not read again. An answer without data has only its errors.
func written(answer *graphql.Response) []byte {
	if len(answer.Data) == 0 {
		body, _ := json.Marshal(map[string]any{"errors": answer.Errors}) // of texts and numbers alone
		return body
	}
	body := make([]byte, 0, len(answer.Data)+16)
	body = append(body, '{')
	if len(answer.Errors) > 0 {
		body = member(body, `"errors":`, answer.Errors)
	}
	if len(answer.Extensions) > 0 {
		body = member(body, `"extensions":`, answer.Extensions)
	}
	body = append(append(body, `"data":`...), answer.Data...)
	return append(body, '}')
}

func member(body []byte, name string, value any) []byte {
	text, _ := json.Marshal(value) // of texts and numbers alone
	return append(append(append(body, name...), text...), ',')
}

// methods are those that the API takes.
const methods = "GET, POST, OPTIONS"

// refusalStatuses are the HTTP statuses of refusals that have one of their own.
var refusalStatuses = map[any]int{
	civic.BadRequest:           http.StatusBadRequest,
	civic.MethodNotAllowed:     http.StatusMethodNotAllowed,
	civic.UnsupportedMediaType: http.StatusUnsupportedMediaType,
	civic.NotAcceptable:        http.StatusNotAcceptable,
	civic.RateLimited:          http.StatusTooManyRequests,
	civic.Timeout:              http.StatusServiceUnavailable,
	civic.Overloaded:           http.StatusServiceUnavailable,
}

// refusalStatus is the HTTP status of an answer without data. In GraphQL's own form what is wrong with the operation is a
// bad request; in plain JSON the specification wants such an answer to be a success.
func refusalStatus(form string, refused gqlerror.List) int {
	for _, one := range refused {
		if status, has := refusalStatuses[one.Extensions["code"]]; has {
			return status
		}
	}
	if form == ownForm {
		return http.StatusBadRequest
	}
	return http.StatusOK
}
