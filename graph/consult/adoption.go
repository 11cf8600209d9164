package consultgraph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph"
	"minyi/graph/model"
)

func (r *MutationResolver) AdoptDraft(ctx context.Context, input consult.AdoptDraftInput) (*model.AdoptDraftPayload, error) {
	draft, err := consultdb.AdoptDraft(ctx, r.DB, civic.ActorOf(ctx), input)
	return &model.AdoptDraftPayload{Draft: draft, UserErrors: graph.UserErrors(ctx, err)}, graph.TopLevel(err)
}
