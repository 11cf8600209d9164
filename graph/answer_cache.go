package graph

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"minyi/consult"
)

// AnswerCache answers what people who are not signed in ask by GET. It keeps an answer until something is heard to have
// changed that may be in it, and lifetime at most; what many ask at once is run once.
type AnswerCache struct {
	changes    *changes
	shelf      shelf
	hits, runs atomic.Int64
}

// lifetime is how long after its reading began an answer is given to others. So a change is seen within a second also while
// no changes are heard of; what is left of the second is for the way to the reader.
const lifetime = 900 * time.Millisecond

// ripe is when somebody reads an answer anew while others still get what is kept: where many ask, nobody waits.
const ripe = lifetime * 2 / 3

// NewAnswerCache keeps answers of so many bytes at most; with none it still gives answers their ETags.
func NewAnswerCache(hub *Hub, most int) *AnswerCache {
	return &AnswerCache{changes: &hub.changes, shelf: newShelf(most)}
}

// What caches on the way may do. They ask every time, since a change is not told to them.
const (
	forEverybody = "public, max-age=0, must-revalidate"
	forNobody    = "private, no-store"
)

// Pay takes what an answer costs from whoever asks. It refuses the request where that is too much.
type Pay func(w http.ResponseWriter, r *http.Request, cost int) bool

// Handler stands before all that an operation needs to run, who signs in and who pays included, and behind what finds the
// reader's language.
func (a *AnswerCache) Handler(pay Pay) func(next http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.Method != http.MethodGet || IsStream(r):
				next.ServeHTTP(w, r)
			case len(r.Header["Authorization"]) > 0 || consult.ActorOf(r.Context()).SignedIn():
				unshared(w, r, next)
			default:
				a.share(w, r, next, pay)
			}
		})
	}
}

// unshared lets a request run for the one who made it.
func unshared(w http.ResponseWriter, r *http.Request, next http.Handler) {
	w.Header().Add("Vary", "Authorization")
	w.Header().Set("Cache-Control", forNobody)
	next.ServeHTTP(w, r)
}

// share gives an answer that is kept, or that another's request is about to get, or else runs the operation.
func (a *AnswerCache) share(w http.ResponseWriter, r *http.Request, next http.Handler, pay Pay) {
	q := question{r.URL.RawQuery, strings.Join(r.Header["Accept"], ","), consult.LocaleOf(r.Context())}
	kept, awaited, mine := a.shelf.ask(q, a.changes.any.Load())
	switch {
	case kept != nil:
		a.give(w, r, kept, pay)
	case mine:
		a.lead(w, r, next, q, awaited)
	default:
		a.await(w, r, next, awaited, pay)
	}
}

// lead runs an operation, whose answer others may have too.
func (a *AnswerCache) lead(w http.ResponseWriter, r *http.Request, next http.Handler, q question, mine *flight) {
	w.Header().Add("Vary", "Authorization")
	to := &heldWriter{ResponseWriter: w, status: http.StatusOK}
	if got := a.run(to, r, next, q, mine); got != nil {
		got.send(w, r)
	} else {
		to.release()
	}
}

// await waits for the answer to another's request. Where that is for nobody else everybody runs the operation alone, as it may
// be the other reader's fault: one who has gone or cannot pay.
func (a *AnswerCache) await(w http.ResponseWriter, r *http.Request, next http.Handler, awaited *flight, pay Pay) {
	select {
	case <-awaited.done:
	case <-r.Context().Done():
		write(w, r, malformed(r.Context(), consult.Refuse(consult.Timeout, "")))
		return
	}
	if awaited.answer == nil {
		unshared(w, r, next)
		return
	}
	a.give(w, r, awaited.answer, pay)
}

// run runs an operation and wakes those who wait for its answer, which is nil where it is for nobody else.
func (a *AnswerCache) run(to *heldWriter, r *http.Request, next http.Handler, q question, mine *flight) *answer {
	a.runs.Add(1)
	defer a.shelf.end(q, mine)
	note := &reading{changes: a.changes, may: &a.changes.any, seen: mine.changed}
	next.ServeHTTP(to, r.WithContext(context.WithValue(r.Context(), readingKey{}, note)))
	if note.whole && to.status == http.StatusOK {
		mine.answer = newAnswer(q, to, note, mine.began)
	}
	return mine.answer
}

// give lets an answer that others have too be paid for and sends it.
func (a *AnswerCache) give(w http.ResponseWriter, r *http.Request, kept *answer, pay Pay) {
	a.hits.Add(1)
	asked := consult.RequestOf(r.Context())
	asked.Operation, asked.Field = kept.operation, kept.field
	w.Header().Add("Vary", "Accept, Authorization")
	if pay(w, r, kept.cost) {
		kept.send(w, r)
	}
}

// heldWriter holds an answer back until it is known who may have it.
type heldWriter struct {
	http.ResponseWriter
	status int
	body   []byte
}

// WriteHeader holds the status back.
func (w *heldWriter) WriteHeader(status int) { w.status = status }

// Write holds a piece of the body back.
func (w *heldWriter) Write(p []byte) (int, error) {
	w.body = append(w.body, p...)
	return len(p), nil
}

// release sends an answer to the one who asked.
func (w *heldWriter) release() {
	if w.Header().Get("Cache-Control") == "" {
		w.Header().Set("Cache-Control", forNobody)
	}
	w.ResponseWriter.WriteHeader(w.status)
	_, _ = w.ResponseWriter.Write(w.body)
}

// AnswerStats say what a cache has done since the start, and what it holds.
type AnswerStats struct {
	Hits  int64 // answers that were there, or about to be
	Runs  int64 // operations that were run
	Kept  int   // answers
	Bytes int   // of memory
}

// Stats tells how a cache does.
func (a *AnswerCache) Stats() AnswerStats {
	kept, bytes := a.shelf.holds()
	return AnswerStats{Hits: a.hits.Load(), Runs: a.runs.Load(), Kept: kept, Bytes: bytes}
}
