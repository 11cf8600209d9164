package main

import (
	"bufio"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestSubscriptionOutlastsARequest subscribes by POST and takes JSON as well, which is what the client likes better. The reply is a stream, and goes on
// after the time of a request is up.
func TestSubscriptionOutlastsARequest(t *testing.T) {
	t.Parallel()
	const limit = 500 * time.Millisecond
	p := startExample(t, "REQUEST_TIMEOUT="+limit.String())
	open := p.ask("", `{ consultations(filter: {status: [OPEN]}) { nodes { id } } }`).Get("data.consultations.nodes.0.id").String()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.address+"/graphql", strings.NewReader(fmt.Sprintf(`{"query":"subscription { consultationChanged(consultationId: \"%s\") { commentTally { total } } }"}`, open)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json, text/event-stream;q=0.5")
	began := time.Now()
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	if form := got.Header.Get("Content-Type"); form != "text/event-stream" {
		t.Fatalf("the reply is %s", form)
	}
	lines := bufio.NewScanner(got.Body)
	next := func() string {
		for lines.Scan() {
			if data, is := strings.CutPrefix(lines.Text(), "data: "); is {
				return data
			}
		}
		return fmt.Sprint("nothing: ", lines.Err())
	}
	first := next()
	until(t, "the time of a request is up", func() bool { return time.Since(began) > 2*limit })
	sayInParks(p, "li")
	if second := next(); !strings.Contains(first, `"total":6`) || !strings.Contains(second, `"total":7`) {
		t.Errorf("the events are %s and %s", first, second)
	}
}
