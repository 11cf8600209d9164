package httpapi

import (
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi/domain/civic"
)

// overSSE answers operations by server-sent events, as graphql-sse has it in its mode of distinct connections: each request, by POST or by
// GET, has a stream of its own. It stands behind the transport of WebSockets.
type overSSE struct{}

// Supports takes requests for a stream.
func (overSSE) Supports(r *http.Request) bool { return IsStream(r) }

// Do runs the operation and sends each of its answers as an event. What is wrong with an operation is an event too, because browsers show
// nothing of another answer.
func (overSSE) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	asked, err := readOperation(r)
	if err != nil {
		write(w, r, malformed(r.Context(), err))
		return
	}
	to := beginEvents(w)
	defer to.end()
	op, refused := exec.CreateOperationContext(r.Context(), asked)
	ctx := graphql.WithOperationContext(r.Context(), op)
	switch {
	case len(refused) > 0:
		to.send(exec.DispatchError(ctx, refused[:min(len(refused), mostErrors)]))
	case r.Method == http.MethodGet && op.Operation.Operation == ast.Mutation:
		to.send(malformed(ctx, civic.Refuse(civic.MethodNotAllowed, "")).Response)
	default:
		next, ctx := exec.DispatchOperation(ctx, op)
		for answer := next(ctx); answer != nil; answer = next(ctx) {
			to.send(answer)
		}
	}
	to.write("event: complete\ndata:\n\n") // a browser leaves out events without data
}

// events writes server-sent events, and between them that the connection lives.
type events struct {
	mu    sync.Mutex
	to    http.ResponseWriter
	ended bool
	alive *time.Timer
}

// beginEvents sends the headers at once, so that the client knows that it is connected.
func beginEvents(w http.ResponseWriter) *events {
	h := w.Header()
	h.Add("Vary", "Accept, Authorization")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", streamForm)
	e := &events{to: w}
	e.alive = time.AfterFunc(sayAlive, func() { e.write(": ping\n\n") })
	e.write(":\n\n")
	return e
}

// send sends an answer. JSON has no line breaks between its tokens here, so that it is one line of data.
func (e *events) send(answer *graphql.Response) {
	e.write("event: next\ndata: " + string(written(answer)) + "\n\n")
}

// write sends a text at once. An error needs no answer: the context of the operation ends with the connection.
func (e *events) write(text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ended {
		return
	}
	e.alive.Reset(sayAlive)
	_, _ = e.to.Write([]byte(text))
	_ = http.NewResponseController(e.to).Flush()
}

// end lets nothing more be written.
func (e *events) end() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.ended = true
	e.alive.Stop()
}
