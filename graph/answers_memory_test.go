package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
	"minyi/graph/httpapi"
)

// TestOperationsTakeTheirMemory asks for answers of which the memory holds one at a time: again and again it holds the next, over HTTP and on
// a stream, and two at once it does not.
func TestOperationsTakeTheirMemory(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.SQL.MustExec(`UPDATE clauses SET text = $1`, strings.Repeat("物业", 2000)) // 12 KB, and three of them in a draft
	large := func(times int) string {
		var all strings.Builder
		for i := range times {
			fmt.Fprintf(&all, " a%d: text", i)
		}
		return fmt.Sprintf(`{ consultation(id: %q) { draft {%s } } }`, asked.Consultation, all.String())
	}
	for name, gqlgens := range map[string]bool{"levels": false, "gqlgen": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			memory := httpapi.NewMemory(1<<20, 1<<20)
			bounded := memory.Handler(func(*http.Request) string { return "one" })(httpapi.Handler(city.DB, httpapi.Limits{Time: time.Minute, Cost: httpapi.UsualCost, Gqlgen: gqlgens}, httpapi.Streams{Hub: city.Hub}))
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				bounded.ServeHTTP(w, r.WithContext(civic.WithRequest(r.Context(), &civic.Request{})))
			}))
			t.Cleanup(api.Close)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			conn, _, err := websocket.Dial(ctx, api.URL, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
			if err != nil {
				t.Fatal(err)
			}
			defer conn.CloseNow()
			conn.SetReadLimit(1 << 20)
			say := func(id int, kind string, payload any) {
				message, _ := json.Marshal(map[string]any{"id": fmt.Sprint(id), "type": kind, "payload": payload})
				if err := conn.Write(ctx, websocket.MessageText, message); err != nil {
					t.Fatal(err)
				}
			}
			hear := func(kind string) gjson.Result {
				for {
					_, message, err := conn.Read(ctx)
					if err != nil {
						t.Fatal(err)
					}
					if got := gjson.ParseBytes(message); got.Get("type").String() == kind {
						return got.Get("payload")
					}
				}
			}
			say(0, "connection_init", nil)
			hear("connection_ack")
			for i := range 12 {
				for times, want := range map[int]string{8: "", 20: "RATE_LIMITED"} {
					say(1+2*i+times, "subscribe", map[string]any{"query": large(times)})
					on := hear("next")
					hear("complete")
					response, err := http.Post(api.URL, "application/json", strings.NewReader(fmt.Sprintf(`{"query":%q}`, large(times))))
					if err != nil {
						t.Fatal(err)
					}
					var over json.RawMessage
					_ = json.NewDecoder(response.Body).Decode(&over)
					_ = response.Body.Close()
					for way, got := range map[string]gjson.Result{"a stream": on, "HTTP": gjson.ParseBytes(over)} {
						if code := got.Get("errors.0.extensions.code").String(); code != want || (want == "") != strings.Contains(got.Get("data.consultation.draft.a7").String(), "物业") {
							t.Fatalf("try %d over %s, %d times: %.300s", i, way, times, got.Raw)
						}
					}
					if want != "" && (response.StatusCode != http.StatusTooManyRequests || response.Header.Get("Retry-After") == "") {
						t.Errorf("the refusal is %d %v", response.StatusCode, response.Header)
					}
				}
			}
		})
	}
}
