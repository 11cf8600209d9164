package graph

import (
	"context"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph/model"
)

func (r *MutationResolver) AdoptDraft(ctx context.Context, input consult.AdoptDraftInput) (*model.AdoptDraftPayload, error) {
	draft, err := r.db.AdoptDraft(ctx, civic.ActorOf(ctx), input)
	return &model.AdoptDraftPayload{Draft: draft, UserErrors: userErrors(ctx, err)}, foreign(err)
}
