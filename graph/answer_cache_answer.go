package graph

import (
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"minyi/consult"
)

// question is all that the answer to an anonymous GET depends on: it is known before anything of it is read.
type question struct {
	query, accept string // as they stand in the address and in the header
	locale        consult.Locale
}

// answer is one that everybody may have.
type answer struct {
	body               []byte
	form, length, etag []string // as headers hold them
	operation, field   string   // for the log and the metrics
	cost               int
	began              time.Time      // the reading of what it tells
	may                *atomic.Uint64 // counts what may change it
	seen               uint64         // the count before it was read
	size               int            // bytes of memory
	renewed            atomic.Bool    // somebody reads it anew
}

// besides is about how many bytes an answer takes besides its text and its question.
const besides = 512

func newAnswer(q question, got *heldWriter, note *reading, began time.Time) *answer {
	form := got.Header().Get("Content-Type")
	sum := sha256.New()
	sum.Write([]byte(form))
	sum.Write(got.body)
	return &answer{
		body: got.body, form: []string{form}, length: []string{strconv.Itoa(len(got.body))},
		etag:      []string{`"` + base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:16]) + `"`},
		operation: note.asked.Operation, field: note.asked.Field,
		cost: note.cost, began: began, may: note.may, seen: note.seen, size: cap(got.body) + len(q.query) + len(q.accept) + besides,
	}
}

// holds tells whether an answer may be given to one who asks now.
func (a *answer) holds(now time.Time) bool {
	return now.Sub(a.began) < lifetime && a.may.Load() == a.seen
}

// renews tells the first who asks for a ripe answer to read it anew.
func (a *answer) renews(now time.Time) bool {
	return now.Sub(a.began) >= ripe && a.renewed.CompareAndSwap(false, true)
}

var publicly = []string{forEverybody}

// send sends an answer, or tells that the reader has it.
func (a *answer) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h["Etag"], h["Cache-Control"] = a.etag, publicly
	if names(r.Header.Values("If-None-Match"), a.etag[0]) {
		h.Del("Content-Type")
		h.Del("Content-Length")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h["Content-Type"], h["Content-Length"] = a.form, a.length
	if _, err := w.Write(a.body); err != nil {
		slog.DebugContext(r.Context(), "an answer was cut off", "error", err)
	}
}

// names tells whether a header If-None-Match names an ETag. A proxy that packs answers makes it a weak one.
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
