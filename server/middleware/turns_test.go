package middleware

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestClientsTakeTurns lets a client send more requests than it may run at once. The others of it wait, another client does not, and who has left
// or waited for too long runs nothing.
func TestClientsTakeTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		running, leave := map[string]int{}, make(chan struct{})
		count := func(address string, more int) {
			mu.Lock()
			defer mu.Unlock()
			running[address] += more
		}
		api := TakeTurns(2, time.Minute, nil)(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			count(r.RemoteAddr, 1)
			<-leave
			count(r.RemoteAddr, -1)
		}))
		ask := func(ctx context.Context, address string) *httptest.ResponseRecorder {
			w, r := httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", nil)
			r.RemoteAddr = address
			go api.ServeHTTP(w, r)
			synctest.Wait()
			return w
		}
		gone, cancel := context.WithCancel(t.Context())
		for range 3 {
			ask(t.Context(), "192.0.2.1:1")
		}
		ask(gone, "192.0.2.1:1")
		ask(t.Context(), "192.0.2.2:1")
		if running["192.0.2.1:1"] != 2 || running["192.0.2.2:1"] != 1 {
			t.Errorf("at once run %v", running)
		}
		cancel()
		leave <- struct{}{}
		leave <- struct{}{}
		leave <- struct{}{}
		synctest.Wait()
		if running["192.0.2.1:1"] != 1 || running["192.0.2.2:1"] != 0 {
			t.Errorf("after three have ended run %v", running)
		}
		ask(t.Context(), "192.0.2.1:1")
		tired := ask(t.Context(), "192.0.2.1:1")
		time.Sleep(time.Minute)
		synctest.Wait()
		if tired.Code != http.StatusServiceUnavailable || tired.Header().Get("Retry-After") == "" || running["192.0.2.1:1"] != 2 {
			t.Errorf("who waited for a minute gets %d, and there run %v", tired.Code, running)
		}
		close(leave)
		synctest.Wait()
		if running["192.0.2.1:1"] != 0 {
			t.Errorf("at the end run %v", running)
		}
	})
}
