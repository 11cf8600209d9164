package graph

import (
	"context"

	"minyi/consult"
	"minyi/graph/model"
)

func (r *mutation) AdoptDraft(ctx context.Context, input consult.AdoptDraftInput) (*model.AdoptDraftPayload, error) {
	draft, err := r.db.AdoptDraft(ctx, consult.ActorOf(ctx), input)
	return &model.AdoptDraftPayload{Draft: draft, UserErrors: userErrors(ctx, err)}, foreign(err)
}
