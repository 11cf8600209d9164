package db

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"minyi/consult"
)

// Comments lists the comments of a consultation that the filter lets through and that were not taken back. Everybody may.
func (db *DB) Comments(ctx context.Context, of consult.Consultation, page consult.PageArgs, filter *consult.CommentFilter, order consult.CommentOrder) (consult.Page[consult.Comment], error) {
	if filter == nil {
		filter = &consult.CommentFilter{}
	}
	if err := under("filter", filter.Check()); err != nil {
		return consult.Page[consult.Comment]{}, err
	}
	condition, args := commentCondition(of.Key, *filter)
	return pageOf(ctx, db, page, listing[consult.Comment]{
		name: "comments/" + of.Key.String() + "/" + string(order), columns: commentColumns, key: "m.id", descending: order == consult.NewestComments,
		from: `comments m WHERE ` + condition, args: args, count: db.commentCount(of.Key, *filter), unlike: filter.Contains != nil,
		place: func(c consult.Comment) consult.Place { return consult.Place{Key: c.Key} },
	})
}

// commentCondition says of which rows the filter speaks. Only what it names is in the statement, so that PostgreSQL plans each
// combination for itself.
func commentCondition(of uuid.UUID, f consult.CommentFilter) (string, []any) {
	condition, args := `m.consultation_id = $1 AND m.withdrawn_at IS NULL`, []any{of}
	also := func(needed bool, pattern string, arg any) {
		if needed {
			args = append(args, arg)
			condition += " AND " + fmt.Sprintf(pattern, len(args))
		}
	}
	also(f.ClauseID != nil, `m.clause_id = $%d`, keyOf(f.ClauseID))
	also(f.Stance != nil, `m.stance = $%d`, f.Stance)
	also(f.Answered != nil, `EXISTS (SELECT FROM answered_comments a WHERE a.consultation_id = m.consultation_id AND a.comment_id = m.id) = $%d`, f.Answered)
	if f.Contains == nil {
		return condition, args
	}
	holds := `m.body LIKE $%d`
	if consult.Cased(*f.Contains) {
		holds = `m.body ILIKE $%d` // which takes several times as long
	}
	also(true, holds, likePattern(f.Contains))
	return condition + holdsGrams(of, *f.Contains), args
}

// commentCount reads the list's total from the tallies, or is nil where there is none for the filter.
func (db *DB) commentCount(of uuid.UUID, f consult.CommentFilter) func(context.Context) (int, error) {
	if f.Answered != nil || f.Contains != nil {
		return nil
	}
	subject, counter := of, consult.CommentsCounter
	if f.ClauseID != nil {
		subject = f.ClauseID.Key
	}
	if f.Stance != nil {
		counter = consult.CommentsWith(*f.Stance)
	}
	return func(ctx context.Context) (int, error) {
		counts, err := countsOfSubjects(ctx, db, []uuid.UUID{of}, []uuid.UUID{subject})
		for _, c := range counts {
			if c.Counter == counter {
				return int(c.Amount), err
			}
		}
		return 0, err
	}
}
