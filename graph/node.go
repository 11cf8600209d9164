package graph

import (
	"context"
	"errors"
	"sync"

	"minyi/consult"
)

func (r *query) Node(ctx context.Context, id consult.ID) (consult.Node, error) {
	if id.Kind == "" {
		return nil, consult.Refuse(consult.BadID, "id")
	}
	return node(ctx, id)
}

func (r *query) Nodes(ctx context.Context, ids []consult.ID) ([]consult.Node, error) {
	if len(ids) > consult.LargestPage {
		return nil, consult.Refuse(consult.TooMany, "ids", consult.LargestPage)
	}
	return gather(ids, func(id consult.ID) (consult.Node, error) { return node(ctx, id) })
}

// gather looks many things up at once, so that their lookups share statements, and keeps their order.
func gather[K, V any](keys []K, look func(K) (V, error)) ([]V, error) {
	values, errs := make([]V, len(keys)), make([]error, len(keys))
	var all sync.WaitGroup
	for i, key := range keys {
		all.Go(func() { values[i], errs[i] = look(key) })
	}
	all.Wait()
	return values, errors.Join(errs...)
}

// node finds a thing of any kind; nil when there is none.
func node(ctx context.Context, id consult.ID) (consult.Node, error) {
	switch id.Kind {
	case consult.DepartmentKind:
		return asNode(find(ctx, departments, id))
	case consult.PolicyRecordKind:
		return asNode(find(ctx, policyRecords, id))
	case consult.DraftKind:
		return asNode(find(ctx, drafts, id))
	case consult.ClauseIDKind:
		return asNode(find(ctx, clauses, id))
	case consult.ConsultationKind:
		return asNode(find(ctx, consultations, id))
	case consult.CommentKind:
		return asNode(find(ctx, comments, id))
	case consult.SurveyKind:
		return asNode(find(ctx, surveys, id))
	case consult.SurveyResponseKind:
		return asNode(find(ctx, responses, id))
	case consult.OfficialResponseKind:
		return asNode(find(ctx, officialResponses, id))
	case consult.FeedbackReportKind:
		return asNode(find(ctx, reports, id))
	}
	return nil, nil
}

// asNode keeps the absence of a thing from looking like a thing.
func asNode[V consult.Node](value *V, err error) (consult.Node, error) {
	if value == nil {
		return nil, err
	}
	return *value, err
}
