package graph

import (
	"context"

	"minyi/consult"
	"minyi/db"
	"minyi/graph/model"
)

var (
	commentReports = newLoader((*db.DB).CommentReports) // by the comment

	// commentModerated leads to the consultation that a comment stands in, for those who moderate somewhere. Others need nothing
	// of it.
	commentModerated = relateBy("Comment.body", consultations, func(ctx context.Context, c *consult.Comment) (consult.ID, error) {
		if !consult.ActorOf(ctx).Holds(consult.ReadModeration) {
			return consult.ID{}, nil
		}
		return consult.IDOf(consult.ConsultationKind, c.ConsultationKey), nil
	}).also("Comment.moderationCase")
	moderationCaseReports = relate("ModerationCase.reports", commentReports, (*consult.ModerationCase).ID)
)

func (r *mutation) ModerateComment(ctx context.Context, input consult.ModerateCommentInput) (*model.ModerateCommentPayload, error) {
	comment, err := r.db.ModerateComment(ctx, consult.ActorOf(ctx), input)
	return &model.ModerateCommentPayload{Comment: comment, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) ModerateComments(ctx context.Context, input consult.ModerateCommentsInput) (*model.ModerateCommentsPayload, error) {
	comments, err := r.db.ModerateComments(ctx, consult.ActorOf(ctx), input)
	return &model.ModerateCommentsPayload{Comments: comments, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) ReportComment(ctx context.Context, input consult.ReportCommentInput) (*model.ReportCommentPayload, error) {
	comment, err := r.db.ReportComment(ctx, consult.ActorOf(ctx), input)
	return &model.ReportCommentPayload{Comment: comment, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) DisputeAuthorship(ctx context.Context, input consult.DisputeAuthorshipInput) (*model.DisputeAuthorshipPayload, error) {
	comment, err := r.db.DisputeAuthorship(ctx, consult.ActorOf(ctx), input)
	return &model.DisputeAuthorshipPayload{Comment: comment, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *consultation) ModerationQueue(ctx context.Context, c *consult.Consultation, first *int, after *string, last *int, before *string, filter *consult.ModerationFilter, orderBy consult.ModerationOrder) (*model.CommentConnection, error) {
	return model.Connect(r.db.ModerationQueue(ctx, consult.ActorOf(ctx), *c, page(first, after, last, before), filter, orderBy))
}

func (r *comment) Body(ctx context.Context, c *consult.Comment) (*string, error) {
	department, err := moderatedIn(ctx, c)
	return c.WordsFor(consult.ActorOf(ctx), department), err
}

func (r *comment) ModerationCase(ctx context.Context, c *consult.Comment) (*consult.ModerationCase, error) {
	department, err := moderatedIn(ctx, c)
	if err != nil || !consult.ActorOf(ctx).Can(consult.ReadModeration, department) {
		return nil, err
	}
	return &consult.ModerationCase{Comment: *c}, nil
}

func (r *moderationCase) Reports(ctx context.Context, c *consult.ModerationCase) ([]consult.CommentReport, error) {
	return moderationCaseReports.Value(ctx, c)
}

// moderatedIn is the code of the department whose moderators see to a comment; empty where the reader moderates nowhere.
func moderatedIn(ctx context.Context, c *consult.Comment) (string, error) {
	of, err := commentModerated.Load(ctx, c)
	if of == nil {
		return "", err
	}
	return of.DepartmentCode, nil
}
