package personalgraph

import (
	"context"

	personaldb "minyi/db/personal"
	"minyi/domain/civic"
	"minyi/domain/personal"
	"minyi/graph"
	"minyi/graph/model"
)

func (r *MutationResolver) EraseComment(ctx context.Context, input personal.EraseCommentInput) (*model.EraseCommentPayload, error) {
	comment, err := personaldb.EraseComment(ctx, r.DB, civic.ActorOf(ctx), input)
	return &model.EraseCommentPayload{Comment: comment, UserErrors: graph.UserErrors(ctx, err)}, graph.TopLevel(err)
}

func (r *MutationResolver) EraseMyData(ctx context.Context, input personal.EraseMyDataInput) (*model.EraseMyDataPayload, error) {
	erased, err := personaldb.EraseMyData(ctx, r.DB, civic.ActorOf(ctx), input)
	return &model.EraseMyDataPayload{Erased: erased, UserErrors: graph.UserErrors(ctx, err)}, graph.TopLevel(err)
}
