package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/valyala/fasthttp"
)

// site is the workload of a page of the site: the consultation with the most comments, as a browser asks for it. The page is written anew for
// each request; what it asks of the API comes from the reply cache.
func (b *bench) site() workload {
	w := workload{name: "W8", title: fmt.Sprintf("the site's page of a consultation with %d comments, compressed, against bare net/http", b.city.Size.Great), least: 1_000, most: 100 * time.Millisecond, reply: cachedReply}
	asked := request{page: "/zh/consultations/" + b.city.great().String()}
	w.request = inTurn([]request{asked})
	w.baseline = &baseline{command: bareCommand, request: inTurn([]request{{}})}
	w.check = func(context.Context) error { return b.pageCounts(asked) }
	return w
}

// pageCounts sees that the page says how many comments the API counts.
func (b *bench) pageCounts(asked request) error {
	body, err := json.Marshal(map[string]any{"query": `query ($id: ID!) { consultation(id: $id) { commentTally { total } } }`, "variables": map[string]any{"id": b.city.great().String()}})
	if err != nil {
		return err
	}
	counted, err := b.once(request{body: body})
	if err != nil {
		return err
	}
	var answer fasthttp.Response
	client := clientOf(b.server.url, 1)
	defer client.CloseIdleConnections()
	if err := ask(client, b.server.url, asked, &fasthttp.Request{}, &answer); err != nil {
		return err
	}
	page, err := answer.BodyGunzip()
	if total := counted.Get("consultation.commentTally.total").String(); err == nil && !strings.Contains(strings.ReplaceAll(string(page), ",", ""), total) {
		err = fmt.Errorf("the page does not say that there are %s comments", total)
	}
	return err
}
