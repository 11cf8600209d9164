package main

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/survey"
)

// page is a request for a page, with the statement that reads the same rows.
type page struct {
	asked request
	rows  string
}

// listPage is a page of the open consultations. The condition says in SQL what the cursor says.
func listPage(after any, condition string) page {
	return page{post(openConsultations, map[string]any{"after": after}), fmt.Sprintf(openConsultationsSQL, condition)}
}

// commentPage is a page of the comments on a consultation. The condition says in SQL what the cursor says.
func commentPage(consultation uuid.UUID, after any, condition string) page {
	return page{post(newestComments, map[string]any{"consultation": civic.IDOf(civic.ConsultationKind, consultation).String(), "after": after}),
		fmt.Sprintf(newestCommentsSQL, consultation, condition)}
}

// listPages are full pages of the open consultations, each of which begins at another consultation.
func (b *bench) listPages() ([]page, error) {
	data, err := b.once(post(`query { consultations(first: 100, filter: {status: [OPEN]}) { edges { cursor node { id } } } }`, nil))
	if err != nil {
		return nil, err
	}
	var pages []page
	for _, edge := range data.Get("consultations.edges").Array() {
		id, err := civic.ParseID(edge.Get("node.id").String())
		if err != nil {
			return nil, err
		}
		pages = append(pages, listPage(edge.Get("cursor").String(), fmt.Sprintf("AND c.id < '%s'", id.Key)))
	}
	return pages, nil
}

// discussionPages are the newest comments on each consultation with official responses, except the great one.
func (b *bench) discussionPages(ctx context.Context) ([]page, error) {
	keys, err := b.keys(ctx, fmt.Sprintf(`SELECT DISTINCT consultation_id FROM official_responses WHERE consultation_id <> '%s' ORDER BY 1`, b.city.Great))
	pages := make([]page, len(keys))
	for i, key := range keys {
		pages[i] = commentPage(key, nil, "")
	}
	return pages, err
}

// carriedSurvey is a survey with the consultation that carries it.
type carriedSurvey struct {
	Key          uuid.UUID `db:"id"`
	Consultation uuid.UUID `db:"consultation_id"`
}

func (s carriedSurvey) id() civic.ID { return civic.IDOf(survey.SurveyKind, s.Key) }

// otherSurveys are the surveys with responses, except the great one.
func (b *bench) otherSurveys(ctx context.Context) ([]carriedSurvey, error) {
	var surveys []carriedSurvey
	return surveys, b.place.sql.SelectContext(ctx, &surveys, `SELECT id, consultation_id FROM surveys WHERE id NOT IN ($1, $2) ORDER BY id`, b.city.Survey, b.city.Form)
}

// deepPlace is a place far down in the great discussion.
type deepPlace struct {
	cursor string
	key    uuid.UUID
}

// deepCursor goes there as a reader does, page by page.
func (b *bench) deepCursor() (deepPlace, error) {
	var at deepPlace
	var after any
	for range b.city.Size.Deep / civic.LargestPage {
		data, err := b.once(post(`query ($consultation: ID!, $after: String) { consultation(id: $consultation) { comments(first: 100, after: $after) { nodes { id } pageInfo { endCursor } } } }`,
			map[string]any{"consultation": b.city.great().String(), "after": after}))
		if err != nil {
			return at, err
		}
		id, err := civic.ParseID(data.Get("consultation.comments.nodes.99.id").String())
		if err != nil {
			return at, err
		}
		at = deepPlace{cursor: data.Get("consultation.comments.pageInfo.endCursor").String(), key: id.Key}
		after = at.cursor
	}
	return at, nil
}
