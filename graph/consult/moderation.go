package consultgraph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph"
	"minyi/graph/model"
)

var (
	commentReports = graph.NewLoader(consultdb.CommentReports) // by the comment

	// commentModerated loads the consultation of a comment, if the reader moderates anywhere. Other readers do not need it.
	commentModerated = graph.RelateBy("Comment.body", Consultations, func(ctx context.Context, c *consult.Comment) (civic.ID, error) {
		if !civic.ActorOf(ctx).Holds(consult.ReadModeration) {
			return civic.ID{}, nil
		}
		return civic.IDOf(civic.ConsultationKind, c.ConsultationKey), nil
	}).Also("Comment.moderationCase")
	moderationCaseReports = graph.Relate("ModerationCase.reports", commentReports, (*consult.ModerationCase).ID)
)

func (r *QueryResolver) ModerationQueue(ctx context.Context, first *int, after *string, last *int, before *string, departmentID *civic.ID, filter *consult.ModerationFilter, orderBy consult.ModerationOrder) (*model.CommentConnection, error) {
	return model.Connect(consultdb.ModerationQueueOf(ctx, r.DB, civic.ActorOf(ctx), departmentID, graph.Page(first, after, last, before), filter, orderBy))
}

func (r *ConsultationResolver) ModerationQueue(ctx context.Context, c *consult.Consultation, first *int, after *string, last *int, before *string, filter *consult.ModerationFilter, orderBy consult.ModerationOrder) (*model.CommentConnection, error) {
	return model.Connect(consultdb.ModerationQueue(ctx, r.DB, civic.ActorOf(ctx), *c, graph.Page(first, after, last, before), filter, orderBy))
}

func (r *CommentResolver) Body(ctx context.Context, c *consult.Comment) (*string, error) {
	department, err := moderatedIn(ctx, c)
	return c.WordsFor(civic.ActorOf(ctx), department), err
}

func (r *CommentResolver) ModerationCase(ctx context.Context, c *consult.Comment) (*consult.ModerationCase, error) {
	department, err := moderatedIn(ctx, c)
	if err != nil || !civic.ActorOf(ctx).Can(consult.ReadModeration, department) {
		return nil, err
	}
	return &consult.ModerationCase{Comment: *c}, nil
}

// moderatedIn returns the code of the department that moderates a comment. It is empty if the reader moderates nowhere.
func moderatedIn(ctx context.Context, c *consult.Comment) (string, error) {
	of, err := commentModerated.Load(ctx, c)
	if of == nil {
		return "", err
	}
	return of.DepartmentCode, nil
}
