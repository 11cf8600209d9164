package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/survey"
)

// unshared are the reads in which each request asks for another page, so that nobody shares a reply.
func (b *bench) unshared(ctx context.Context) ([]workload, error) {
	lists, errLists := b.lists()
	discussions, errDiscussions := b.discussions(ctx)
	surveys, errSurveys := b.surveys(ctx)
	return []workload{lists, discussions, surveys}, errors.Join(errLists, errDiscussions, errSurveys)
}

// lists asks for pages of the open consultations. Each page is full and begins at another consultation.
func (b *bench) lists() (workload, error) {
	w := workload{name: "W1c", title: "20 open consultations with department and exact comment counts, each request another page"}
	data, err := b.once(post(`query { consultations(first: 100, filter: {status: [OPEN]}) { edges { cursor node { id } } } }`, nil))
	if err != nil {
		return w, err
	}
	var pages []page
	var keys []uuid.UUID
	for _, edge := range data.Get("consultations.edges").Array() {
		id, err := civic.ParseID(edge.Get("node.id").String())
		if err != nil {
			return w, err
		}
		keys = append(keys, id.Key)
		pages = append(pages, listPage(edge.Get("cursor").String(), "AND c.id < "+quoted(id.Key)))
	}
	w.scripts = choosing(len(keys), fmt.Sprintf(openConsultationsSQL, "AND c.id < "+anyOf("uuid", keys)))
	return b.reading(w, consultationNodes, pages), nil
}

// discussions asks for the newest comments on each consultation with official responses, except the great one.
func (b *bench) discussions(ctx context.Context) (workload, error) {
	w := workload{name: "W2c", title: "20 newest comments, each with clause and official response, each request another consultation", target: 0.25}
	keys, err := b.keys(ctx, fmt.Sprintf(`SELECT DISTINCT consultation_id FROM official_responses WHERE consultation_id <> '%s' ORDER BY 1`, b.city.Great))
	pages := make([]page, len(keys))
	for i, key := range keys {
		pages[i] = commentPage(key, nil, "")
	}
	w.scripts = choosing(len(keys), fmt.Sprintf(newestCommentsSQL, anyOf("uuid", keys), ""))
	return b.reading(w, commentNodes, pages), err
}

// carriedSurvey is a survey with the consultation that carries it.
type carriedSurvey struct {
	Key          uuid.UUID `db:"id"`
	Consultation uuid.UUID `db:"consultation_id"`
}

func (s carriedSurvey) id() civic.ID { return civic.IDOf(survey.SurveyKind, s.Key) }

// surveys asks for the results of each survey with responses, except the great one.
func (b *bench) surveys(ctx context.Context) (workload, error) {
	w := workload{name: "W3c", title: "the results of a survey, each request another survey"}
	var all []carriedSurvey
	err := b.place.sql.SelectContext(ctx, &all, `SELECT id, consultation_id FROM surveys WHERE id NOT IN ($1, $2) ORDER BY id`, b.city.Survey, b.city.Form)
	keys, consultations := make([]uuid.UUID, len(all)), make([]uuid.UUID, len(all))
	for i, s := range all {
		keys[i], consultations[i] = s.Key, s.Consultation
	}
	w.scripts = choosing(len(all), fmt.Sprintf(surveyResultsSQL, anyOf("uuid", consultations), anyOf("uuid", keys)))
	return b.results(w, all), err
}
