package graphtest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/tidwall/gjson"
)

// Stream is a subscription over graphql-sse.
type Stream struct {
	client *Client
	events chan gjson.Result
	Close  func()
}

// Subscribe starts a subscription. It ends with the test at the latest. Variables are pairs of name and value.
func (c *Client) Subscribe(query string, variables ...any) *Stream {
	c.city.t.Helper()
	named := map[string]any{}
	for i := 0; i < len(variables); i += 2 {
		named[variables[i].(string)] = variables[i+1]
	}
	body, err := json.Marshal(map[string]any{"query": query, "variables": named})
	if err != nil {
		c.city.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	request, _ := http.NewRequestWithContext(ctx, http.MethodPost, c.city.url, bytes.NewReader(body))
	actor, _ := json.Marshal(c.Actor)
	request.Header.Set(actorHeader, string(actor))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	request.Header.Set("Accept-Language", c.Locale)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.city.t.Fatal(err)
	}
	s := &Stream{client: c, events: make(chan gjson.Result, 1000), Close: cancel}
	c.city.t.Cleanup(cancel)
	go func() {
		defer close(s.events)
		defer response.Body.Close()
		for lines := bufio.NewScanner(response.Body); lines.Scan(); {
			if data, is := strings.CutPrefix(lines.Text(), "data: "); is {
				s.events <- gjson.Parse(data)
			}
		}
	}()
	return s
}

// Next returns the reply of the next event. The test fails if none arrives.
func (s *Stream) Next() gjson.Result {
	s.client.city.t.Helper()
	select {
	case event, open := <-s.events:
		if !open {
			s.client.city.t.Fatal("the stream has ended")
		}
		return event
	case <-time.After(30 * time.Second):
		s.client.city.t.Fatal("no event comes")
	}
	return gjson.Result{}
}

// Until returns the first event from now on for which the condition is true.
func (s *Stream) Until(holds func(gjson.Result) bool) gjson.Result {
	s.client.city.t.Helper()
	for {
		if event := s.Next(); holds(event) {
			return event
		}
	}
}
