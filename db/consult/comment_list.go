package consultdb

import (
	"context"
	"fmt"
	"slices"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
)

// Comments lists the comments of a consultation that the filter lets through and that were not taken back, the hidden ones
// too. Everybody may; those that wait for a moderator are seen by their author and by those who read moderation.
func Comments(ctx context.Context, db *pg.DB, by civic.Actor, of consult.Consultation, page civic.PageArgs, filter *consult.CommentFilter, order consult.CommentOrder) (civic.Page[consult.Comment], error) {
	if filter == nil {
		filter = &consult.CommentFilter{}
	}
	if err := pg.Under("filter", filter.Check()); err != nil {
		return civic.Page[consult.Comment]{}, err
	}
	clauses, err := ClausesWithin(ctx, db, filter.ClauseID)
	if err != nil {
		return civic.Page[consult.Comment]{}, err
	}
	condition, args := commentCondition(by, of, *filter, clauses)
	l := pg.Listing[consult.Comment]{
		Name: "comments/" + of.Key.String() + "/" + string(order), Columns: CommentColumns, Key: "m.id", Descending: order == consult.NewestComments,
		From: `comments m`, Where: condition, Args: args,
		Place: func(c consult.Comment) civic.Place { return civic.Place{Key: c.Key} },
	}
	l.Count = commentCount(db, of, *filter, clauses, condition, args)
	if order == consult.MostEndorsed {
		return mostEndorsed(ctx, db, page, l)
	}
	if filter.Contains != nil {
		return search(ctx, db, by, of, *filter.Contains, page, l)
	}
	return pg.PageOf(ctx, db, page, l)
}

// search reads a page of the comments that hold a phrase. The characters of a phrase stand together more often than PostgreSQL
// reckons, so that it would gather all comments that hold a common one. So those nearby are looked through first, which takes about as
// long as the index takes for a phrase that one comment of a hundred holds; where they fill the page the index is not asked.
func search(ctx context.Context, db *pg.DB, by civic.Actor, of consult.Consultation, phrase string, args civic.PageArgs, l pg.Listing[consult.Comment]) (civic.Page[consult.Comment], error) {
	w, err := args.Window(l.Name)
	if err != nil {
		return civic.Page[consult.Comment]{}, err
	}
	leave, err := queue(ctx, db)
	if err != nil {
		return civic.Page[consult.Comment]{}, err
	}
	defer leave()
	phrase = civic.Fold(phrase)
	grams, indexed := legaltext.Grams(of.Key, phrase), l
	indexed.Unlike = true
	indexed.Args = append(slices.Clip(l.Args), pg.LikePattern(&phrase)) // unlike strpos, LIKE tells PostgreSQL that few will be found
	indexed.Where = l.Where + holdsGrams(by, of, grams) + fmt.Sprintf(` AND `+searchedBody+` LIKE $%d`, len(indexed.Args))
	if len(grams) > 1 {
		l.NearbyAlso = `, m.folded`
		l.Nearby, l.Unlike = fmt.Sprintf(`m.consultation_id = '%s'`, of.Key), true // PostgreSQL plans for the length of this discussion
		if found, err := l.Read(ctx, db, w); err != nil || len(found) > w.Limit {
			return indexed.Paged(db, w, found), err
		}
	}
	return pg.PageOf(ctx, db, args, indexed)
}

// queue waits until fewer than the most searches run, those who came first going first. A search takes as much work as many other reads: a
// crowd of them leaves these their connections, and all get through in about the same time.
func queue(ctx context.Context, db *pg.DB) (leave func(), err error) {
	select {
	case db.Searches <- struct{}{}:
		return func() { <-db.Searches }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// commentCondition says of which rows the filter speaks. Only what it names is in the statement, so that PostgreSQL plans each
// combination for itself. Words are looked for only where the reader may read them: a search must not tell what is hidden.
func commentCondition(by civic.Actor, of consult.Consultation, f consult.CommentFilter, clauses pg.KeyArray) (string, []any) {
	reads := by.Can(consult.ReadModeration, of.DepartmentCode)
	condition := `m.consultation_id = $1 AND m.withdrawn_at IS NULL AND (m.state <> 'PENDING' OR m.author = $2 OR $3::bool)`
	args := []any{of.Key, by.Account, reads}
	also := func(needed bool, pattern string, arg any) {
		if needed {
			args = append(args, arg)
			condition += " AND " + fmt.Sprintf(pattern, len(args))
		}
	}
	also(len(clauses) == 1, `m.clause_id = $%d`, pg.KeyOf(f.ClauseID)) // reads the index in the list's order
	also(len(clauses) > 1, `m.clause_id = ANY($%d)`, clauses)
	also(f.WholeDraft != nil, `(m.clause_id IS NULL) = $%d`, f.WholeDraft)
	also(f.Stance != nil, `m.stance = $%d`, f.Stance)
	if f.Answered != nil {
		answered := `EXISTS (SELECT FROM answered_comments a WHERE a.consultation_id = m.consultation_id AND a.comment_id = m.id)`
		if !by.Can(policy.ReadInternal, of.DepartmentCode) {
			answered = `EXISTS (SELECT FROM answered_comments a JOIN official_responses o ON o.consultation_id = a.consultation_id AND o.id = a.official_response_id
				WHERE a.consultation_id = m.consultation_id AND a.comment_id = m.id AND o.published_at IS NOT NULL)`
		}
		also(true, answered+` = $%d`, f.Answered)
	}
	also(f.Disputed != nil, `(m.disputed_at IS NOT NULL) = $%d`, f.Disputed)
	if f.Contains == nil {
		return condition, args
	}
	also(true, `strpos(`+searchedBody+`, $%d) > 0 AND (m.state <> 'HIDDEN' OR m.author = $2 OR $3)`, civic.Fold(*f.Contains)) // takes a tenth of LIKE
	return condition, args
}

// commentCount reads the list's total from the tallies, and adds the few that wait and the reader sees all the same; it is nil
// where there is no tally for the filter.
func commentCount(db *pg.DB, of consult.Consultation, f consult.CommentFilter, clauses pg.KeyArray, condition string, args []any) func(context.Context) (int, error) {
	if f.Answered != nil || f.Disputed != nil || f.Contains != nil || f.WholeDraft != nil {
		return nil
	}
	subjects, counter := pg.KeyArray{of.Key}, consult.CommentsCounter
	if f.ClauseID != nil {
		subjects = clauses
	}
	if f.Stance != nil {
		counter = consult.CommentsWith(*f.Stance)
	}
	n := len(args)
	return func(ctx context.Context) (int, error) {
		var total int
		err := db.Get(ctx, &total, fmt.Sprintf(`
			SELECT (COALESCE(sum(amount), 0) + (SELECT count(*) FROM comments m WHERE %s AND m.state = 'PENDING'))::bigint FROM (
			  SELECT amount FROM tallies WHERE consultation_id = $1 AND subject_id = ANY($%d) AND counter = $%d
			  UNION ALL
			  SELECT c.amount FROM tally_deltas d, unnest(d.subjects, d.counters, d.amounts) AS c (subject_id, counter, amount)
			  WHERE d.consultation_id = $1 AND c.subject_id = ANY($%[2]d) AND c.counter = $%[3]d
			) every`, condition, n+1, n+2), append(args[:n:n], subjects, counter)...)
		return total, err
	}
}

// ClausesWithin lists a clause and all clauses under it; nil without a clause. A clause that is not there stands for itself.
func ClausesWithin(ctx context.Context, db *pg.DB, id *civic.ID) (pg.KeyArray, error) {
	if id == nil {
		return nil, nil
	}
	keys := pg.KeyArray{id.Key}
	var under pg.KeyArray
	err := db.List(ctx, &under, `SELECT c.id FROM clauses u JOIN clauses c ON c.draft_id = u.draft_id AND c.position > u.position AND c.position < COALESCE(
		(SELECT n.position FROM clauses n WHERE n.draft_id = u.draft_id AND n.position > u.position AND n.depth <= u.depth ORDER BY n.position LIMIT 1), 2147483647)
		WHERE u.id = $1`, id.Key)
	return append(keys, under...), err
}
