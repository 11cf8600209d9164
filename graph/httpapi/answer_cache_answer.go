package httpapi

import (
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"minyi/domain/civic"
)

// cacheKey is all that the answer to an anonymous GET depends on. It is known before the request is read.
type cacheKey struct {
	query, accept, encoding string // as the address and the headers have them
	locale                  civic.Locale
}

// answer is one that everybody may have.
type answer struct {
	body                         []byte   // compressed where encoding says so
	form, encoding, length, etag []string // as headers hold them
	operation, field             string   // for the log and the metrics
	cost                         int
	began                        time.Time      // when the query began
	counter                      *atomic.Uint64 // counts the changes that may change the answer
	seen                         uint64         // what counter was before the query began
	size                         int            // bytes of memory
	renewed                      atomic.Bool    // a request renews it
}

// overhead is about how many bytes an answer takes besides its text and its key.
const overhead = 512

func newAnswer(key cacheKey, got *bufferedWriter, t *trace, began time.Time) *answer {
	form := got.Header().Get("Content-Type")
	sum := sha256.New()
	sum.Write([]byte(form))
	sum.Write(got.body)
	return &answer{
		body: got.body, form: []string{form}, encoding: got.Header()["Content-Encoding"], length: []string{strconv.Itoa(len(got.body))},
		etag:      []string{`"` + base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:16]) + `"`},
		operation: t.asked.Operation, field: t.asked.Field,
		cost: t.cost, began: began, counter: t.counter, seen: t.seen, size: cap(got.body) + len(key.query) + len(key.accept) + len(key.encoding) + overhead,
	}
}

// valid tells whether an answer may be given to a client who asks now.
func (a *answer) valid(now time.Time) bool {
	return now.Sub(a.began) < lifetime && a.counter.Load() == a.seen
}

// stale tells whether it is time to renew an answer.
func (a *answer) stale() bool { return time.Since(a.began) >= staleAfter }

// renews tells the first request that finds an answer stale to renew it.
func (a *answer) renews() bool { return a.stale() && a.renewed.CompareAndSwap(false, true) }

var publicControls = []string{publicControl}

// send sends an answer, or 304 where the reader has it already.
func (a *answer) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h["Etag"], h["Cache-Control"] = a.etag, publicControls
	if names(r.Header.Values("If-None-Match"), a.etag[0]) {
		h.Del("Content-Type")
		h.Del("Content-Encoding")
		h.Del("Content-Length")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h["Content-Type"], h["Content-Length"] = a.form, a.length
	if len(a.encoding) > 0 {
		h["Content-Encoding"] = a.encoding
	}
	if _, err := w.Write(a.body); err != nil {
		slog.DebugContext(r.Context(), "an answer was cut off", "error", err)
	}
}

// names tells whether a header If-None-Match names an ETag. A proxy that compresses answers makes the ETag a weak one.
func names(header []string, etag string) bool {
	for _, line := range header {
		for named := range strings.SplitSeq(line, ",") {
			if named = strings.TrimSpace(named); named == "*" || strings.TrimPrefix(named, "W/") == etag {
				return true
			}
		}
	}
	return false
}
