package httpapi

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"minyi/db/singleflight"
	"minyi/domain/civic"
	"minyi/graph/live"
)

// AnswerCache answers the GET requests of people who are not signed in. It keeps an answer until the server hears of a change that
// may be in it, and for lifetime at most. A query that many ask for at the same time runs once.
type AnswerCache struct {
	changes    *live.Changes
	entries    entries
	calls      singleflight.Group[cacheKey, *answer]
	hits, runs atomic.Int64
}

// lifetime is how long the cache gives an answer away, from the moment its query began. So readers see a change within a second even
// while the server does not hear of changes; the rest of the second is for the way to the reader.
const lifetime = 900 * time.Millisecond

// staleAfter is the age at which one request renews an answer while the others still get it: where many ask, nobody waits.
const staleAfter = lifetime * 2 / 3

// NewAnswerCache makes a cache of at most so many bytes. With 0 bytes it keeps nothing and still gives answers their ETags.
func NewAnswerCache(hub *live.Hub, maxBytes int) *AnswerCache {
	return &AnswerCache{changes: &hub.Changes, entries: newEntries(maxBytes)}
}

// The values of Cache-Control. Caches on the way have to ask every time, because nobody tells them of changes.
const (
	publicControl  = "public, max-age=0, must-revalidate"
	privateControl = "private, no-store"
)

// Pay charges the client for an answer in cost units. Where the client has too few it refuses the request and returns false.
type Pay func(w http.ResponseWriter, r *http.Request, cost int) bool

// Handler stands before all that an operation needs to run, such as the sign-in and the charge, and behind what finds the
// reader's language.
func (a *AnswerCache) Handler(pay Pay) func(next http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.Method != http.MethodGet || IsStream(r):
				next.ServeHTTP(w, r)
			case len(r.Header["Authorization"]) > 0 || civic.ActorOf(r.Context()).SignedIn():
				servePrivate(w, r, next)
			default:
				a.serve(w, r, next, pay)
			}
		})
	}
}

// servePrivate runs the operation for this request alone.
func servePrivate(w http.ResponseWriter, r *http.Request, next http.Handler) {
	w.Header().Add("Vary", "Authorization")
	w.Header().Set("Cache-Control", privateControl)
	next.ServeHTTP(w, r)
}

// serve gives an answer that is kept. Where there is none, or it is stale and nobody renews it, serve runs the operation.
func (a *AnswerCache) serve(w http.ResponseWriter, r *http.Request, next http.Handler, pay Pay) {
	key := cacheKey{r.URL.RawQuery, strings.Join(r.Header["Accept"], ","), strings.Join(r.Header["Accept-Encoding"], ","), civic.LocaleOf(r.Context())}
	if kept := a.entries.get(key); kept != nil && !kept.renews() {
		a.give(w, r, kept, pay)
		return
	}
	var own *bufferedWriter // what this request runs itself
	got, err := a.calls.Do(r.Context(), key, func(context.Context) (*answer, error) {
		if kept := a.entries.get(key); kept != nil && !kept.stale() {
			return kept, nil // the call before this one got it
		}
		own = &bufferedWriter{ResponseWriter: w, status: http.StatusOK}
		return a.run(own, r, next, key), nil
	})
	switch {
	case own != nil && got != nil:
		w.Header().Add("Vary", "Authorization")
		got.send(w, r)
	case own != nil:
		own.sendPrivate()
	case err != nil:
		write(w, r, malformed(r.Context(), civic.Refuse(civic.Timeout, "")))
	case got == nil: // the answer was not for all, or the other client could not pay
		servePrivate(w, r, next)
	default:
		a.give(w, r, got, pay)
	}
}

// run runs an operation and keeps its answer. It returns nil where the answer is not for all.
func (a *AnswerCache) run(w *bufferedWriter, r *http.Request, next http.Handler, key cacheKey) *answer {
	a.runs.Add(1)
	began, t := time.Now(), &trace{changes: a.changes, counter: &a.changes.Any, seen: a.changes.Any.Load()}
	next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), traceKey{}, t)))
	if !t.complete || w.status != http.StatusOK {
		return nil
	}
	got := newAnswer(key, w, t, began)
	a.entries.put(key, got)
	return got
}

// give charges the client for an answer that others get too, and sends it.
func (a *AnswerCache) give(w http.ResponseWriter, r *http.Request, kept *answer, pay Pay) {
	a.hits.Add(1)
	asked := civic.RequestOf(r.Context())
	asked.Operation, asked.Field = kept.operation, kept.field
	w.Header().Add("Vary", "Accept, Accept-Encoding, Authorization")
	if !pay(w, r, kept.cost) {
		return
	}
	if err := take(r.Context(), len(kept.body)); err != nil {
		write(w, r, malformed(r.Context(), err))
		return
	}
	kept.send(w, r)
}

// bufferedWriter holds an answer back until it is known who may have it.
type bufferedWriter struct {
	http.ResponseWriter
	status int
	body   []byte
}

// WriteHeader holds the status back.
func (w *bufferedWriter) WriteHeader(status int) { w.status = status }

// Write holds a piece of the body back.
func (w *bufferedWriter) Write(p []byte) (int, error) {
	w.body = append(w.body, p...)
	return len(p), nil
}

// sendPrivate sends an answer to the client who asked, and to nobody else.
func (w *bufferedWriter) sendPrivate() {
	w.Header().Add("Vary", "Authorization")
	if w.Header().Get("Cache-Control") == "" {
		w.Header().Set("Cache-Control", privateControl)
	}
	w.ResponseWriter.WriteHeader(w.status)
	_, _ = w.ResponseWriter.Write(w.body)
}

// AnswerStats say what a cache has done since the start, and what it holds.
type AnswerStats struct {
	Hits  int64 // answers that were kept, or that another request was about to get
	Runs  int64 // operations that were run
	Kept  int   // answers
	Bytes int   // of memory
}

// Stats tells how a cache does.
func (a *AnswerCache) Stats() AnswerStats {
	kept, bytes := a.entries.size()
	return AnswerStats{Hits: a.hits.Load(), Runs: a.runs.Load(), Kept: kept, Bytes: bytes}
}
