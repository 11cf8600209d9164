package consultdb

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
)

// searched says where a search looks for one kind of things, all of which everybody may read.
type searched struct {
	kind        consult.SearchKind
	scope, key  string // the columns of the consultation, where there is one, and of the thing
	words       string // what is searched; JSON if it is in several languages
	folded      string // the same as searches compare it
	from, where string
}

var (
	searchedKinds = []searched{
		{kind: consult.SearchPolicyRecords, key: "r.id", words: "r.title", folded: "r.folded", from: "policy_records r", where: "r.released_at IS NOT NULL"},
		{kind: consult.SearchClauses, key: "l.id", words: "l.heading || ' ' || l.text", folded: "l.folded", from: "clauses l JOIN drafts t ON t.id = l.draft_id", where: "(t.published_at IS NOT NULL OR t.adopted_at IS NOT NULL)"},
		{kind: consult.SearchOfficialResponses, scope: "o.consultation_id", key: "o.id", words: "o.reason", folded: "o.folded", from: "official_responses o", where: "true"},
		{kind: consult.SearchFeedbackReports, scope: "f.consultation_id", key: "f.id", words: "f.summary", folded: "f.folded", from: "feedback_reports f", where: "true"},
	}
	// searchedComments are the comments whose words everybody may read.
	searchedComments = searched{kind: consult.SearchComments, scope: "m.consultation_id", key: "m.id", words: "m.body", folded: "m.folded", from: "comments m", where: publicComment}
)

const publicComment = `m.state = 'PUBLISHED' AND m.withdrawn_at IS NULL AND m.erased_at IS NULL`

// Search finds what holds some words, newest first. Everybody may. It never looks at words that not everybody may read: those of
// hidden, pending, withdrawn and erased comments, and those of drafts that are not public.
func Search(ctx context.Context, db *pg.DB, s consult.Search, args civic.PageArgs) (civic.Page[consult.SearchResult], error) {
	if err := s.Check(); err != nil {
		return civic.Page[consult.SearchResult]{}, err
	}
	l := pg.Listing[consult.SearchResult]{
		Name: "search/" + fmt.Sprint(s), Descending: true,
		Place: func(r consult.SearchResult) civic.Place { return civic.Place{Key: r.Key} },
		Count: func(ctx context.Context) (int, error) { return countFound(ctx, db, s) },
	}
	w, err := args.Window(l.Name)
	if err != nil {
		return civic.Page[consult.SearchResult]{}, err
	}
	leave, err := queue(ctx, db)
	if err != nil {
		return civic.Page[consult.SearchResult]{}, err
	}
	defer leave()
	found, err := searchStaff(ctx, db, s, w)
	if err != nil {
		return civic.Page[consult.SearchResult]{}, err
	}
	comments, err := searchComments(ctx, db, s, w)
	return l.Paged(db, w, firstOf(append(found, comments...), s, w)), err
}

// firstOf puts what was found in the order of the window and keeps one more than it has room for.
func firstOf(found []consult.SearchResult, s consult.Search, w civic.Window) []consult.SearchResult {
	slices.SortFunc(found, func(a, b consult.SearchResult) int {
		if w.Backward {
			return bytes.Compare(a.Key[:], b.Key[:])
		}
		return bytes.Compare(b.Key[:], a.Key[:])
	})
	for i := range found {
		found[i].Wanted = s.Text
		if found[i].Kind.Localized() {
			found[i].Words = consult.Saying(found[i].Words, s.Text)
		}
	}
	return found[:min(len(found), w.Limit+1)]
}

// searchStaff searches what staff wrote. Each kind stops by itself when it has enough for the page.
func searchStaff(ctx context.Context, db *pg.DB, s consult.Search, w civic.Window) (found []consult.SearchResult, err error) {
	q := newSearchQuery(s)
	edges := q.edges(w)
	var parts []string
	for _, kind := range searchedKinds {
		if s.Wants(kind.kind) {
			parts = append(parts, "("+q.of(kind, edges)+order(kind.key, w)+")")
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return found, db.List(ctx, &found, strings.Join(parts, " UNION ALL "), q.args...)
}

// nearbyComments is how many of the newest comments are looked through before the index of grams is asked, as search does.
const nearbyComments = 4000

// searchComments looks through the newest comments. Where these do not fill the page, it asks the index of grams. A single character
// has no grams, and all comments are looked through from the newest on.
func searchComments(ctx context.Context, db *pg.DB, s consult.Search, w civic.Window) (found []consult.SearchResult, err error) {
	if !s.Wants(consult.SearchComments) {
		return nil, nil
	}
	q := newSearchQuery(s)
	edges, kind := q.edges(w), searchedComments
	grams, err := gramsAnywhere(ctx, db, s.Text)
	if err != nil {
		return nil, err
	}
	if len(grams) > 0 {
		near := kind
		near.from = fmt.Sprintf(`(SELECT m.consultation_id, m.id, m.body, m.folded FROM comments m WHERE %s%s ORDER BY m.id%s LIMIT %d) m`, publicComment, edges("m.id"), direction(w), nearbyComments)
		near.where = "true"
		if err := db.List(ctx, &found, q.of(near, edges)+order(kind.key, w), q.args...); err != nil || len(found) > w.Limit {
			return found, err
		}
		found, kind = nil, q.indexed(kind, grams)
	}
	return found, db.List(ctx, &found, q.of(kind, edges)+order(kind.key, w), q.args...)
}

// countFound counts all that a search finds.
func countFound(ctx context.Context, db *pg.DB, s consult.Search) (total int, err error) {
	leave, err := queue(ctx, db)
	if err != nil {
		return 0, err
	}
	defer leave()
	q := newSearchQuery(s)
	comments := searchedComments
	grams, err := gramsAnywhere(ctx, db, s.Text)
	if err != nil {
		return 0, err
	}
	if len(grams) > 0 && s.Wants(comments.kind) {
		comments = q.indexed(comments, grams)
	}
	var parts []string
	for _, kind := range append(slices.Clip(searchedKinds), comments) {
		if s.Wants(kind.kind) {
			parts = append(parts, q.of(kind, func(string) string { return "" }))
		}
	}
	err = db.Get(ctx, &total, `SELECT count(*) FROM (`+strings.Join(parts, " UNION ALL ")+`) found`, q.args...)
	return total, err
}

// mostGrams is how many pairs of neighbouring characters the index is asked for.
const mostGrams = 3

// gramsAnywhere gives the first pairs of characters of a text as the index of grams has them: each as one number for each consultation.
func gramsAnywhere(ctx context.Context, db *pg.DB, text string) (pairs []pg.NumberArray, err error) {
	runes := []rune(civic.Fold(text))
	if len(runes) < 2 {
		return nil, nil
	}
	var scopes []uuid.UUID
	if err := db.List(ctx, &scopes, `SELECT c.id FROM consultations c`); err != nil {
		return nil, err
	}
	for i := 0; i < min(len(runes)-1, mostGrams); i++ {
		var pair pg.NumberArray
		for _, scope := range scopes {
			pair = append(pair, legaltext.Grams(scope, string(runes[i:i+2]))...)
		}
		pairs = append(pairs, pair)
	}
	return pairs, nil
}

// searchQuery writes the statements of a search. Its first parameter is what is looked for, folded.
type searchQuery struct{ args []any }

func newSearchQuery(s consult.Search) *searchQuery { return &searchQuery{[]any{civic.Fold(s.Text)}} }

// of selects the things of one kind that hold what is looked for.
func (q *searchQuery) of(s searched, edges func(key string) string) string {
	return fmt.Sprintf(`SELECT CAST('%s' AS text) AS kind, %s AS consultation_id, %s AS id, CAST(%s AS text) AS words FROM %s WHERE %s AND %s%s`,
		s.kind, cmp.Or(s.scope, "CAST(NULL AS uuid)"), s.key, s.words, s.from, s.where, pg.Holds(s.folded, s.words, "$1"), edges(s.key))
}

// indexed has a kind read only those comments that have each pair of characters in some consultation. OFFSET keeps PostgreSQL from
// walking all comments in their order instead.
func (q *searchQuery) indexed(s searched, pairs []pg.NumberArray) searched {
	condition := publicComment
	for _, pair := range pairs {
		q.args = append(q.args, pair)
		condition += fmt.Sprintf(` AND m.grams && $%d::int[]`, len(q.args))
	}
	s.from, s.where = `(SELECT m.consultation_id, m.id, m.body, m.folded FROM comments m WHERE `+condition+` OFFSET 0) m`, "true"
	return s
}

// edges gives the condition that keys lie between the ends of the window.
func (q *searchQuery) edges(w civic.Window) func(key string) string {
	var conditions []string
	for _, edge := range []struct {
		place      *civic.Place
		comparison string
	}{{w.After, "<"}, {w.Before, ">"}} {
		if edge.place != nil {
			q.args = append(q.args, edge.place.Key)
			conditions = append(conditions, fmt.Sprintf(" AND KEY %s $%d", edge.comparison, len(q.args)))
		}
	}
	pattern := strings.Join(conditions, "")
	return func(key string) string { return strings.ReplaceAll(pattern, "KEY", key) }
}

// order puts rows in the order of the window, and reads one more than it has room for.
func order(key string, w civic.Window) string {
	return fmt.Sprintf(" ORDER BY %s%s LIMIT %d", key, direction(w), w.Limit+1)
}

func direction(w civic.Window) string {
	if w.Backward {
		return " ASC"
	}
	return " DESC"
}
