package graph

import (
	"strings"
	"sync"
	"time"
)

// shelf holds answers in two rows. When the young ones are many or have grown old they move over, and the old ones, which are
// past their lifetime or too many, go all at once.
type shelf struct {
	most                 int // bytes
	mutex                sync.RWMutex
	young, old           map[question]*answer
	youngBytes, oldBytes int
	since                time.Time // when the young row was begun
	runs                 map[question]*flight
}

// flight is an operation that runs, for all who ask the same meanwhile.
type flight struct {
	began   time.Time
	changed uint64        // how many changes were heard of before
	done    chan struct{} // closed at its end
	answer  *answer       // nil where others may not have it
}

func newShelf(most int) shelf {
	return shelf{most: most, young: map[question]*answer{}, runs: map[question]*flight{}}
}

// ask gives an answer that holds, or else the run that is about to get one, which is the asker's own where there was none or the
// answer is ripe.
// Nobody joins a run that began before the last change was heard of: it may have read what was there before.
func (s *shelf) ask(q question, changed uint64) (kept *answer, running *flight, mine bool) {
	now := time.Now()
	s.mutex.RLock()
	kept = s.find(q, now)
	s.mutex.RUnlock()
	if kept != nil && !kept.renews(now) {
		return kept, nil, false
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if kept == nil {
		if kept = s.find(q, now); kept != nil {
			return kept, nil, false
		}
		if running = s.runs[q]; running != nil && running.changed == changed && now.Sub(running.began) < lifetime {
			return nil, running, false
		}
	}
	running = &flight{began: now, changed: changed, done: make(chan struct{})}
	s.runs[q] = running
	return nil, running, true
}

// find finds an answer that holds. The shelf is locked.
func (s *shelf) find(q question, now time.Time) *answer {
	for _, row := range []map[question]*answer{s.young, s.old} {
		if kept := row[q]; kept != nil && kept.holds(now) {
			return kept
		}
	}
	return nil
}

// end keeps what a run got, unless that has changed meanwhile and would drive out something newer, and wakes those who wait for it.
func (s *shelf) end(q question, ended *flight) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.runs[q] == ended {
		delete(s.runs, q)
	}
	if now := time.Now(); ended.answer != nil && ended.answer.holds(now) {
		s.put(q, ended.answer, now)
	}
	close(ended.done)
}

// put keeps an answer unless it is large. The shelf is locked.
func (s *shelf) put(q question, fresh *answer, now time.Time) {
	if fresh.size > s.most/8 {
		return
	}
	if s.youngBytes+fresh.size > s.most/2 || now.Sub(s.since) > lifetime {
		s.old, s.oldBytes = s.young, s.youngBytes
		s.young, s.youngBytes, s.since = map[question]*answer{}, 0, now
	}
	if before := s.young[q]; before != nil {
		s.youngBytes -= before.size
	}
	q.query, q.accept = strings.Clone(q.query), strings.Clone(q.accept) // they were parts of the whole request
	s.young[q] = fresh
	s.youngBytes += fresh.size
}

// holds counts the answers and their bytes.
func (s *shelf) holds() (answers, bytes int) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	return len(s.young) + len(s.old), s.youngBytes + s.oldBytes
}
