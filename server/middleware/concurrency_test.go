package middleware

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/tidwall/gjson"
)

// TestLimitConcurrency fills every slot. The next request is refused at once, and a later one runs when a slot is free again.
func TestLimitConcurrency(t *testing.T) {
	t.Parallel()
	entered, leave := make(chan struct{}), make(chan struct{})
	api := LimitConcurrency(2)(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { entered <- struct{}{}; <-leave }))
	ask := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		api.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/graphql", nil))
		return w
	}
	for range 2 {
		go ask()
		<-entered
	}
	w := ask()
	if code := gjson.Get(w.Body.String(), "errors.0.extensions.code").String(); w.Code != 503 || code != "OVERLOADED" || w.Header().Get("Retry-After") != "1" {
		t.Errorf("the third: %d %s", w.Code, w.Body)
	}
	for range 2 {
		leave <- struct{}{}
	}
	deadline := time.After(time.Minute)
	for code := 0; code != http.StatusOK; { // until a slot is free
		replied := make(chan int)
		go func() { replied <- ask().Code }()
		select {
		case <-entered:
			leave <- struct{}{}
			code = <-replied
		case code = <-replied:
		case <-deadline:
			t.Fatal("no slot becomes free")
		}
	}
}
