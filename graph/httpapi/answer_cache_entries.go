package httpapi

import (
	"strings"
	"sync"
	"time"
)

// entries keeps answers in two generations. When the young generation has half of the bytes, or has grown old, it becomes the old one,
// and the old one is dropped as a whole: its answers are past their lifetime, or there are too many.
type entries struct {
	maxBytes             int
	mutex                sync.RWMutex
	young, old           map[cacheKey]*answer
	youngBytes, oldBytes int
	since                time.Time // when the young generation began
}

func newEntries(maxBytes int) entries {
	return entries{maxBytes: maxBytes, young: map[cacheKey]*answer{}}
}

// get returns an answer that is valid now; nil where there is none.
func (e *entries) get(key cacheKey) *answer {
	now := time.Now()
	e.mutex.RLock()
	defer e.mutex.RUnlock()
	for _, generation := range []map[cacheKey]*answer{e.young, e.old} {
		if kept := generation[key]; kept != nil && kept.valid(now) {
			return kept
		}
	}
	return nil
}

// put keeps an answer, unless it is large or is not valid any more.
func (e *entries) put(key cacheKey, fresh *answer) {
	now := time.Now()
	if fresh.size > e.maxBytes/8 || !fresh.valid(now) {
		return
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.youngBytes+fresh.size > e.maxBytes/2 || now.Sub(e.since) > lifetime {
		e.old, e.oldBytes = e.young, e.youngBytes
		e.young, e.youngBytes, e.since = map[cacheKey]*answer{}, 0, now
	}
	if before := e.young[key]; before != nil {
		e.youngBytes -= before.size
	}
	key.query, key.accept = strings.Clone(key.query), strings.Clone(key.accept) // they are parts of the whole request
	e.young[key] = fresh
	e.youngBytes += fresh.size
}

// size counts the answers and their bytes.
func (e *entries) size() (answers, bytes int) {
	e.mutex.RLock()
	defer e.mutex.RUnlock()
	return len(e.young) + len(e.old), e.youngBytes + e.oldBytes
}
