package httpapi

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph/live"
)

// kept is a cache before a handler that numbers its answers, each for everybody unless the handler says otherwise.
type kept struct {
	hub   *live.Hub
	cache *AnswerCache
	api   http.Handler
	runs  atomic.Int64
}

// free lets everybody have what they ask for.
func free(http.ResponseWriter, *http.Request, int) bool { return true }

// newKept does something during each run, where that is given.
func newKept(most int, during func(k *kept, r *http.Request, note *trace)) *kept {
	k := &kept{hub: live.NewHub(nil)}
	k.cache = NewAnswerCache(k.hub, most)
	k.api = k.cache.Handler(free)(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		number := k.runs.Add(1)
		note, _ := r.Context().Value(traceKey{}).(*trace)
		if note == nil {
			note = &trace{}
		}
		note.complete = true
		if during != nil {
			during(k, r, note)
		}
		_, _ = fmt.Fprintf(w, "%d%s", number, strings.Repeat(" ", 1000))
	}))
	return k
}

// ask asks and gives the number of the run that answers.
func (k *kept) ask(target string) string {
	return k.askIn(context.Background(), target)
}

func (k *kept) askIn(ctx context.Context, target string) string {
	w := httptest.NewRecorder()
	k.api.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, target, nil))
	said, _ := io.ReadAll(w.Body)
	return strings.TrimSpace(string(said))
}

const plenty = 1 << 20

// TestAnswersDie asks the same again and again, while time passes and things change.
func TestAnswersDie(t *testing.T) {
	t.Parallel()
	mine, other := civic.IDOf(civic.ConsultationKind, civic.NewKey()), civic.IDOf(civic.ConsultationKind, civic.NewKey())
	mine.Key[15], other.Key[15] = 1, 2 // apart from each other
	synctest.Test(t, func(t *testing.T) {
		k := newKept(plenty, func(k *kept, r *http.Request, note *trace) {
			if r.URL.RawQuery == "mine" {
				note.counter = k.hub.Changes.Of(mine.Key)
				note.seen = note.counter.Load()
			}
		})
		for i, step := range []struct {
			does      string
			do        func()
			mine, all string // the runs that answer about one consultation and about all
		}{
			{"the first asks", func() {}, "1", "2"},
			{"the next asks", func() {}, "1", "2"},
			{"another consultation changes", func() { k.hub.Tell([]civic.ID{other}) }, "1", "3"},
			{"this one changes", func() { k.hub.Tell([]civic.ID{mine}) }, "4", "5"},
			{"a comment on it is new", func() { k.hub.Tell([]civic.ID{civic.IDWithin(consult.CommentKind, mine.Key, civic.NewKey())}) }, "6", "7"},
			{"changes may have been missed", func() { k.hub.Tell(nil) }, "8", "9"},
			{"nothing happens for a while", func() { time.Sleep(staleAfter - time.Millisecond) }, "8", "9"},
			{"and longer", func() { time.Sleep(time.Millisecond) }, "10", "11"},
			{"nobody asks for a lifetime", func() { time.Sleep(lifetime) }, "12", "13"},
		} {
			step.do()
			if got, all := k.ask("/?mine"), k.ask("/?all"); got != step.mine || all != step.all {
				t.Errorf("%d, %s: runs %s and %s, want %s and %s", i, step.does, got, all, step.mine, step.all)
			}
		}
	})
}

// Nobody who waits when a change is heard of gets what was read before it: they all share the next run.
func TestChangeDuringARun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		k := newKept(plenty, func(*kept, *http.Request, *trace) { time.Sleep(100 * time.Millisecond) })
		got := map[string]string{}
		var mutex sync.Mutex
		var all sync.WaitGroup
		ask := func(name string) {
			all.Go(func() {
				said := k.ask("/?x")
				mutex.Lock()
				defer mutex.Unlock()
				got[name] = said
			})
			synctest.Wait()
		}
		ask("first")
		ask("waiting")
		k.hub.Tell([]civic.ID{civic.IDOf(civic.ConsultationKind, civic.NewKey())})
		ask("after the change")
		all.Wait()
		ask("much later")
		all.Wait()
		for name, want := range map[string]string{"first": "1", "waiting": "2", "after the change": "2", "much later": "2"} {
			if got[name] != want {
				t.Errorf("%s: run %s, want %s", name, got[name], want)
			}
		}
		if stats := k.cache.Stats(); stats.Runs != 2 || stats.Hits != 2 || stats.Kept != 1 {
			t.Errorf("%+v", stats)
		}
	})
}

// One request renews a stale answer, while others get it until its lifetime is over.
func TestStaleAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		k := newKept(plenty, func(k *kept, _ *http.Request, _ *trace) {
			if k.runs.Load() > 1 {
				time.Sleep(200 * time.Millisecond)
			}
		})
		k.ask("/?x")
		time.Sleep(staleAfter)
		var all sync.WaitGroup
		all.Go(func() {
			if got := k.ask("/?x"); got != "2" {
				t.Errorf("the first who finds it stale gets %s", got)
			}
		})
		synctest.Wait()
		for range 100 {
			if got := k.ask("/?x"); got != "1" {
				t.Errorf("others get %s meanwhile", got)
			}
		}
		all.Wait()
		if got := k.ask("/?x"); got != "2" || k.runs.Load() != 2 {
			t.Errorf("then all get %s, after %d runs", got, k.runs.Load())
		}
	})
}

// TestHerd lets a hundred ask at once what nobody has asked before.
func TestHerd(t *testing.T) {
	t.Parallel()
	slow := func(*kept, *http.Request, *trace) { time.Sleep(10 * time.Millisecond) }
	for name, c := range map[string]struct {
		during func(*kept, *http.Request, *trace)
		runs   int64
	}{
		"for everybody": {slow, 1},
		"an answer of one's own": {func(k *kept, r *http.Request, note *trace) {
			slow(k, r, note)
			note.complete = false
		}, 100},
		"a run that panics": {func(k *kept, r *http.Request, note *trace) {
			slow(k, r, note)
			if k.runs.Load() == 1 {
				panic(http.ErrAbortHandler)
			}
		}, 2},
	} {
		synctest.Test(t, func(t *testing.T) {
			k := newKept(plenty, c.during)
			var all sync.WaitGroup
			for range 100 {
				all.Go(func() {
					defer func() { _ = recover() }()
					k.ask("/?x")
				})
			}
			all.Wait()
			if k.runs.Load() != c.runs {
				t.Errorf("%s: %d runs, want %d", name, k.runs.Load(), c.runs)
			}
		})
	}
}

// Whoever gives up waiting for the run of another is told so, and whoever asks later gets a later run.
func TestWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		k := newKept(plenty, func(*kept, *http.Request, *trace) { time.Sleep(10 * time.Second) })
		var all sync.WaitGroup
		all.Go(func() { k.ask("/?x") })
		synctest.Wait()
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		if got := k.askIn(ctx, "/?x"); !strings.Contains(got, "TIMEOUT") {
			t.Errorf("who gave up got %s", got)
		}
		time.Sleep(lifetime)
		if got := k.ask("/?x"); got != "2" {
			t.Errorf("who came late got %s", got)
		}
		all.Wait()
	})
}

func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	const most = 64 << 10
	k := newKept(most, nil)
	for i := range 1000 {
		k.ask(fmt.Sprintf("/?%d", i))
		if stats := k.cache.Stats(); stats.Bytes > most || stats.Kept == 0 {
			t.Fatalf("after %d: %+v", i, stats)
		}
	}
	for range 2 {
		k.ask("/?" + strings.Repeat("x", most/8))
	}
	if runs := k.runs.Load(); runs != 1002 {
		t.Errorf("a large one is kept: %d runs", runs)
	}
	none := newKept(0, nil)
	none.ask("/?x")
	none.ask("/?x")
	if stats := none.cache.Stats(); stats != (AnswerStats{Runs: 2}) {
		t.Errorf("a cache of no size: %+v", stats)
	}
}

// Answers that were replaced count once.
func TestAnswersAreCounted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		k := newKept(plenty, nil)
		k.ask("/?x")
		once := k.cache.Stats().Bytes
		for range 50 {
			k.hub.Tell(nil)
			k.ask("/?x")
		}
		if stats := k.cache.Stats(); stats.Kept != 1 || stats.Bytes != once || once < 1000 {
			t.Errorf("one answer of %d bytes became %+v", once, stats)
		}
		for i := range 3 {
			time.Sleep(2 * lifetime)
			k.ask(fmt.Sprintf("/?%d", i))
		}
		if stats := k.cache.Stats(); stats.Kept != 2 {
			t.Errorf("the dead are kept: %+v", stats)
		}
	})
}

func TestETagsAreNamed(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]bool{`"a"`: true, `W/"a"`: true, `*`: true, `"b", W/"a"`: true, `"b","a"`: true, ``: false, `"b"`: false, `a`: false, `"ab"`: false} {
		if names([]string{header}, `"a"`) != want {
			t.Errorf("%s: %v", header, !want)
		}
	}
}
