package main

import (
	"context"
	"fmt"
	"time"
)

// site is the workload of a page of the site: the consultation with the most comments, as a browser asks for it. The page is written anew for
// each request; what it asks of the API comes from the reply cache.
func (b *bench) site() workload {
	w := workload{name: "W8", title: fmt.Sprintf("the site's page of a consultation with %d comments, compressed, against bare net/http", b.city.Size.Great), least: 1_000, most: 100 * time.Millisecond, reply: cachedReply}
	w.request = inTurn([]request{{page: "/zh/consultations/" + b.city.great().String()}})
	w.baseline = &baseline{command: bareCommand, request: inTurn([]request{{}})}
	w.check = func(context.Context) error { return nil } // each reply is checked as it comes
	return w
}
