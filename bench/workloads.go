package main

import (
	"context"
	"fmt"
	"slices"
)

// workloads lists what is measured, in the order of the table: first the requests that the server runs one by one, then those that
// share a reply.
func (b *bench) workloads(ctx context.Context) ([]workload, error) {
	unshared, err := b.unshared(ctx)
	if err != nil {
		return nil, err
	}
	tokens, err := bearer(b.city.Size.People)
	if err != nil {
		return nil, err
	}
	deep, err := b.deepCursor()
	if err != nil {
		return nil, err
	}
	persisted, err := b.persisted()
	writes := []workload{b.comments(tokens), b.responses(tokens)}
	return slices.Concat(unshared, writes, b.searches(tokens), b.shared(deep), []workload{persisted, b.site()}), err
}

// shared are the reads in which all requests ask for the same page.
func (b *bench) shared(deep deepPlace) []workload {
	return []workload{
		b.reading(workload{name: "W1", title: "the first page of W1c", target: 0.40, reply: sharedReply}, consultationNodes, []page{listPage(nil, "")}),
		b.reading(workload{name: "W2", title: fmt.Sprintf("W2c of one consultation with %d comments", b.city.Size.Great), target: 0.50, reply: sharedReply}, commentNodes,
			[]page{commentPage(b.city.Great, nil, "")}),
		b.reading(workload{name: "W2b", title: fmt.Sprintf("its page after %d comments", b.city.Size.Deep), target: 0.40, reply: sharedReply}, commentNodes,
			[]page{commentPage(b.city.Great, deep.cursor, fmt.Sprintf("AND m.id < '%s'", deep.key))}),
		b.results(workload{name: "W3", title: fmt.Sprintf("W3c of one survey with %d responses", b.city.Size.Responses), target: 0.40, reply: sharedReply,
			scripts: []string{fmt.Sprintf(surveyResultsSQL, quoted(b.city.Carrier), quoted(b.city.Survey))}}, []carriedSurvey{{Key: b.city.Survey, Consultation: b.city.Carrier}}),
	}
}

// The paths of the objects of a page in the data of a reply.
const (
	consultationNodes = "consultations.nodes"
	commentNodes      = "consultation.comments.nodes"
)

// reading completes a workload that asks for the pages in turn. Each page must hold the rows of its statement. The statements are the
// limit where the workload has no scripts.
func (b *bench) reading(w workload, path string, pages []page) workload {
	asked, statements := make([]request, len(pages)), make([]string, len(pages))
	for i, p := range pages {
		asked[i], statements[i] = p.asked, p.rows
	}
	if w.scripts == nil {
		w.scripts = statements
	}
	w.request = inTurn(asked)
	w.check = func(ctx context.Context) error {
		for _, p := range pages {
			if err := b.sameRows(ctx, p, path); err != nil {
				return fmt.Errorf("%w: %s", err, p.asked.body)
			}
		}
		return nil
	}
	return w
}

// results completes a workload that asks for the results of the surveys in turn.
func (b *bench) results(w workload, surveys []carriedSurvey) workload {
	asked := make([]request, len(surveys))
	for i, s := range surveys {
		asked[i] = post(surveyResults, map[string]any{"survey": s.id().String()})
	}
	w.request = inTurn(asked)
	w.check = func(ctx context.Context) error {
		for i, s := range surveys {
			if err := b.sameResults(ctx, asked[i], s); err != nil {
				return fmt.Errorf("%s: %w", s.Key, err)
			}
		}
		return nil
	}
	return w
}
