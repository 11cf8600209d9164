package graph_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"minyi/graph/graphtest"
)

// TestAskedTogether lets many ask at once, some of them the same: nobody gets an answer in another's language or with another's name,
// and none that is older than what they know was written.
func TestAskedTogether(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	li, english, chinese := city.Resident("li"), city.Anyone(), city.Anyone()
	chinese.Locale = "zh"
	var acknowledged atomic.Int64
	var all sync.WaitGroup
	done := make(chan struct{})
	for i := range 12 {
		reader := []*graphtest.Client{li, english, chinese}[i%3]
		name, title := []string{"li", "", ""}[i%3], []string{"Property management rules", "Property management rules", "物业管理办法"}[i%3]
		all.Go(func() {
			for ended := false; !ended; {
				select {
				case <-done:
					ended = true
				default:
				}
				known := acknowledged.Load()
				got := reader.Ask(`query ($id: ID!) { viewer { name } consultation(id: $id) { policyRecord { title } comments { totalCount } } }`, "id", asked.Consultation).Get("data")
				if total := got.Get("consultation.comments.totalCount").Int(); total < known {
					t.Errorf("a reader was told %d when %d were acknowledged", total, known)
				}
				if got.Get("viewer.name").String() != name || got.Get("consultation.policyRecord.title").String() != title {
					t.Errorf("%q in %q got %s", name, reader.Locale, got.Raw)
				}
			}
		})
	}
	for range 30 {
		commentOn(city.Resident("wang"), map[string]any{"consultationId": asked.Consultation, "body": "赞成"})
		acknowledged.Add(1)
	}
	close(done)
	all.Wait()
}
