package graph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph/model"
)

func (r *MutationResolver) AdoptDraft(ctx context.Context, input consult.AdoptDraftInput) (*model.AdoptDraftPayload, error) {
	draft, err := consultdb.AdoptDraft(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.AdoptDraftPayload{Draft: draft, UserErrors: userErrors(ctx, err)}, foreign(err)
}
