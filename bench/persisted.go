package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/domain/survey"
)

// persisted is the workload of the three shared reads as anonymous GETs of persisted queries, against a server that does nothing else
// than answer. All but a few replies come from the reply cache.
func (b *bench) persisted() (workload, error) {
	w := workload{name: "W7", title: "W1, W2 and W3 in turn as anonymous persisted GET, against bare net/http", target: 0.60, reply: cachedReply}
	var gets, posts []request
	for _, read := range []struct {
		query     string
		variables map[string]any
	}{
		{openConsultations, map[string]any{}},
		{newestComments, map[string]any{"consultation": b.city.great().String()}},
		{surveyResults, map[string]any{"survey": civic.IDOf(survey.SurveyKind, b.city.Survey).String()}},
	} {
		get, registers, err := persist(read.query, read.variables)
		if err != nil {
			return w, err
		}
		gets, posts = append(gets, get), append(posts, registers)
	}
	w.request = inTurn(gets)
	w.baseline = &baseline{command: bareCommand, request: w.request}
	w.check = func(context.Context) error {
		for i := range gets {
			if err := b.sameAnswer(gets[i], posts[i]); err != nil {
				return err
			}
		}
		return nil
	}
	return w, nil
}

// persist writes a query as a GET that names it by its hash, and as the POST that makes it known.
func persist(query string, variables map[string]any) (get, post request, err error) {
	body := map[string]any{"query": query, "variables": variables, "extensions": map[string]any{
		"persistedQuery": map[string]any{"version": 1, "sha256Hash": fmt.Sprintf("%x", sha256.Sum256([]byte(query)))}}}
	if post.body, err = json.Marshal(body); err != nil {
		return get, post, err
	}
	written := gjson.ParseBytes(post.body)
	get.query = "?" + url.Values{"extensions": {written.Get("extensions").Raw}, "variables": {written.Get("variables").Raw}}.Encode()
	return get, post, nil
}

// sameAnswer makes a query known and sees that the GET answers what the POST does.
func (b *bench) sameAnswer(get, post request) error {
	want, err := b.once(post)
	if err != nil {
		return err
	}
	got, err := b.once(get)
	if err == nil && (got.Raw == "" || got.Raw != want.Raw) {
		err = fmt.Errorf("the GET and the POST answer differently: %.200s and %.200s", got.Raw, want.Raw)
	}
	return err
}
