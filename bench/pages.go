package main

import (
	"fmt"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// page is a request for a page, with the statement that reads the same rows.
type page struct {
	asked request
	rows  string
}

// listPage is a page of the open consultations. The condition says as SQL what the cursor says.
func listPage(after any, condition string) page {
	return page{post(openConsultations, map[string]any{"after": after}), fmt.Sprintf(openConsultationsSQL, condition)}
}

// commentPage is a page of the comments on a consultation. The condition says as SQL what the cursor says.
func commentPage(consultation uuid.UUID, after any, condition string) page {
	return page{post(newestComments, map[string]any{"consultation": civic.IDOf(civic.ConsultationKind, consultation).String(), "after": after}),
		fmt.Sprintf(newestCommentsSQL, quoted(consultation), condition)}
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
	for range b.city.Size.Deep / civic.MaxPageSize {
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
