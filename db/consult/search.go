package consultdb

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
)

// searched says where a search looks for one kind of things, all of which everybody may read.
type searched struct {
	rank        string // how well one fits, as a number; comments have 0 and stand last
	kind        consult.SearchKind
	content     string // the column of the kind of a content; empty for other things
	scope, key  string // the columns of the consultation, where there is one, and of the thing
	words       string // what is searched; JSON if it is in several languages
	folded      string // the same as searches compare it
	also        string // what fits without holding the words; empty if there is no such thing
	from, where string
}

var (
	searchedKinds = []searched{
		{kind: consult.SearchPolicyRecords, rank: "4", key: "r.id", words: "r.title", folded: "r.folded", from: "policy_records r", where: "r.released_at IS NOT NULL"},
		{kind: consult.SearchClauses, rank: "CASE WHEN lower(l.label) = $1 THEN 5 WHEN strpos(lower(l.heading), $1) > 0 THEN 3 ELSE 2 END", also: "lower(l.label) = $1", key: "l.id", words: "l.heading || ' ' || l.text", folded: "l.folded", from: "clauses l JOIN drafts t ON t.id = l.draft_id", where: "(t.published_at IS NOT NULL OR t.adopted_at IS NOT NULL)"},
		{kind: consult.SearchOfficialResponses, rank: "2", scope: "o.consultation_id", key: "o.id", words: "o.reason", folded: "o.folded", from: "official_responses o", where: "o.published_at IS NOT NULL"},
		{kind: consult.SearchFeedbackReports, rank: "2", scope: "f.consultation_id", key: "f.id", words: "f.summary", folded: "f.folded", from: "feedback_reports f", where: "true"},
		{kind: consult.SearchContents, content: "x.kind", rank: "3", key: "x.id", words: "x.search_words", folded: "x.folded", from: "contents x", where: policydb.ContentPublic + " AND x.replaced_at IS NULL"},
	}
	// searchedComments are the comments whose words everybody may read.
	searchedComments = searched{kind: consult.SearchComments, rank: "0", scope: "m.consultation_id", key: "m.id", words: "m.body", folded: "m.folded", from: "comments m", where: publicComment}
)

const publicComment = `m.state = 'PUBLISHED' AND m.withdrawn_at IS NULL AND m.erased_at IS NULL`

// Search finds what holds some words, by default what fits best first: clauses of that name, titles, headings, then other words of staff, then
// comments; among equals the newest first. Everybody may. It never looks at words that not everybody may read: those of
// hidden, pending, withdrawn and erased comments, and those of drafts that are not public.
func Search(ctx context.Context, db *pg.DB, s consult.Search, args civic.PageArgs) (civic.Page[consult.SearchResult], error) {
	if err := s.Check(); err != nil {
		return civic.Page[consult.SearchResult]{}, err
	}
	l := pg.Listing[consult.SearchResult]{
		Name: "search/" + fmt.Sprint(s), Descending: true,
		Place: func(r consult.SearchResult) civic.Place { return civic.Place{Rank: r.Rank, Key: r.Key} },
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
	search := newSearching(db, s, w)
	parts := []func(context.Context) ([]consult.SearchResult, error){search.staff, search.comments}
	if w.Backward {
		slices.Reverse(parts)
	}
	var found []consult.SearchResult
	for _, part := range parts {
		if search.ranked() && len(found) > w.Limit {
			break // all of the other part stands behind
		}
		more, err := part(ctx)
		if err != nil {
			return civic.Page[consult.SearchResult]{}, err
		}
		found = append(found, more...)
	}
	return l.Paged(db, w, search.firstOf(found)), nil
}

// searching is a search for one page.
type searching struct {
	db     *pg.DB
	search consult.Search
	terms  consult.SearchTerms
	window civic.Window
}

func newSearching(db *pg.DB, s consult.Search, w civic.Window) *searching {
	return &searching{db, s, s.Terms(), w}
}

// ranked reports whether what fits best stands first.
func (s *searching) ranked() bool { return s.search.Order != consult.NewestResults }

// firstOf puts what was found in the order of the window and keeps one more than it has room for.
func (s *searching) firstOf(found []consult.SearchResult) []consult.SearchResult {
	slices.SortFunc(found, func(a, b consult.SearchResult) int {
		if s.window.Backward {
			a, b = b, a
		}
		return cmp.Or(cmp.Compare(b.Rank, a.Rank), bytes.Compare(b.Key[:], a.Key[:]))
	})
	for i := range found {
		found[i].Wanted = s.terms
		if found[i].Kind.Localized() {
			found[i].Words = s.terms.Saying(found[i].Words)
		}
	}
	return found[:min(len(found), s.window.Limit+1)]
}

// staff searches what staff wrote.
func (s *searching) staff(ctx context.Context) (found []consult.SearchResult, err error) {
	q := newSearchQuery(s)
	var parts []string
	for _, kind := range searchedKinds {
		if s.search.Wants(kind.kind) {
			parts = append(parts, "("+q.page(kind)+")")
		}
	}
	if len(parts) == 0 || s.ranked() && s.window.After != nil && s.window.After.Rank == 0 {
		return nil, nil
	}
	return found, s.db.List(ctx, &found, strings.Join(parts, " UNION ALL "), q.args...)
}

// How many of the newest comments are looked through: first, where those tell that the page can be filled so, and where the index of grams cannot be asked.
const (
	nearbyComments   = 4000
	farthestComments = 20_000
)

// comments looks through the newest comments. Where what it looks for is too rare to fill the page with them, it asks the index of grams. A
// single character has no grams, and is looked for in the newest comments only.
func (s *searching) comments(ctx context.Context) (found []consult.SearchResult, err error) {
	if !s.search.Wants(consult.SearchComments) || s.ranked() && s.window.Before != nil && s.window.Before.Rank > 0 {
		return nil, nil
	}
	grams, err := gramsAnywhere(ctx, s.db, s.terms)
	if err != nil {
		return nil, err
	}
	q := newSearchQuery(s)
	if grams.each == 0 {
		return found, s.db.List(ctx, &found, q.page(newestOnly(searchedComments)), q.args...)
	}
	for _, many := range []int{nearbyComments, farthestComments} {
		found, err = s.nearby(ctx, many)
		if err != nil || len(found) > s.window.Limit {
			return found, err
		}
		if len(found)*farthestComments/nearbyComments <= s.window.Limit {
			break
		}
	}
	found = nil
	return found, s.db.List(ctx, &found, q.page(q.indexed(searchedComments, grams)), q.args...)
}

// nearby looks through so many of the comments that lie nearest to the page's begin.
func (s *searching) nearby(ctx context.Context, many int) (found []consult.SearchResult, err error) {
	q, near := newSearchQuery(s), searchedComments
	near.from = fmt.Sprintf(`(SELECT m.consultation_id, m.id, m.body, m.folded FROM comments m WHERE %s%s ORDER BY m.id%s LIMIT %d) m`, publicComment, q.edges(near), q.direction(), many)
	near.where = "true"
	return found, s.db.List(ctx, &found, q.page(near), q.args...)
}

// newestOnly lets a search read the newest comments only, so that one for what is rare ends.
func newestOnly(s searched) searched {
	s.where += fmt.Sprintf(` AND m.id >= COALESCE((SELECT m.id FROM comments m WHERE %s ORDER BY m.id DESC OFFSET %d LIMIT 1), '%s')`, publicComment, farthestComments-1, uuid.Nil)
	return s
}

// mostCounted is how far the results of a search are counted.
const mostCounted = 1000

// countFound counts what a search finds, to 1,000 at most.
func countFound(ctx context.Context, db *pg.DB, s consult.Search) (total int, err error) {
	leave, err := queue(ctx, db)
	if err != nil {
		return 0, err
	}
	defer leave()
	q, comments := newSearchQuery(newSearching(db, s, civic.Window{})), newestOnly(searchedComments)
	grams, err := gramsAnywhere(ctx, db, s.Terms())
	if err != nil {
		return 0, err
	}
	if grams.each > 0 && s.Wants(comments.kind) {
		comments = q.indexed(searchedComments, grams)
	}
	var parts []string
	for _, kind := range append(slices.Clip(searchedKinds), comments) {
		if s.Wants(kind.kind) {
			parts = append(parts, q.of(kind))
		}
	}
	err = db.Get(ctx, &total, fmt.Sprintf(`SELECT count(*) FROM (SELECT FROM (%s) every LIMIT %d) found`, strings.Join(parts, " UNION ALL "), mostCounted), q.args...)
	return total, err
}

// mostGrams is how many pairs of neighbouring characters the index is asked for.
const mostGrams = 6

// pairsOf are the pairs of neighbouring characters that the index is asked for: the first of each term, then the second, and so on.
func pairsOf(terms consult.SearchTerms) (pairs []string) {
	for at, more := 0, true; more; at++ {
		more = false
		for _, term := range terms.All {
			if runes := []rune(term.Text); at+1 < len(runes) && len(pairs) < mostGrams {
				pairs, more = append(pairs, string(runes[at:at+2])), true
			}
		}
	}
	return pairs
}

// wantedGrams are the numbers of pairs of characters in each consultation: those of the first, then those of the second, and so on.
type wantedGrams struct {
	consultations pg.KeyArray
	numbers       pg.NumberArray
	each          int // for a consultation; 0 where what is looked for has no pairs
}

// gramsAnywhere gives pairs of characters of the terms as the index of grams has them.
func gramsAnywhere(ctx context.Context, db *pg.DB, terms consult.SearchTerms) (grams wantedGrams, err error) {
	pairs := pairsOf(terms)
	if len(pairs) == 0 {
		return grams, nil
	}
	grams.each = len(pairs)
	if err := db.List(ctx, &grams.consultations, `SELECT c.id FROM consultations c ORDER BY c.id DESC`); err != nil {
		return grams, err
	}
	for _, consultation := range grams.consultations {
		for _, pair := range pairs {
			grams.numbers = append(grams.numbers, legaltext.Grams(consultation, pair)...)
		}
	}
	return grams, nil
}

// searchQuery writes the statements of a search. Its first parameter is all that was written, folded.
type searchQuery struct {
	*searching
	args []any
}

func newSearchQuery(s *searching) *searchQuery { return &searchQuery{s, []any{s.terms.Whole}} }

// arg adds a parameter and names it.
func (q *searchQuery) arg(value any) string {
	q.args = append(q.args, value)
	return fmt.Sprintf("$%d", len(q.args))
}

// of selects the things of one kind that hold what is looked for. The last condition tells PostgreSQL the type of the parameter.
func (q *searchQuery) of(s searched) string {
	rank := s.rank
	if !q.ranked() {
		rank = "0"
	}
	return fmt.Sprintf(`SELECT CAST('%s' AS text) AS kind, CAST(%s AS text) AS content_kind, %s AS consultation_id, %s AS id, CAST(%s AS text) AS words, CAST(%s AS bigint) AS rank FROM %s WHERE %s AND %s AND CAST($1 AS text) <> ''`,
		s.kind, cmp.Or(s.content, "NULL"), cmp.Or(s.scope, "CAST(NULL AS uuid)"), s.key, s.words, rank, s.from, s.where, q.fits(s))
}

// fits is the condition that a thing holds all the words that are looked for and none of the excluded ones.
func (q *searchQuery) fits(s searched) string {
	var all []string
	for _, term := range q.terms.All {
		all = append(all, q.holds(s, term))
	}
	for _, term := range q.terms.None {
		all = append(all, "NOT ("+q.holds(s, term)+")")
	}
	fits := strings.Join(all, " AND ")
	if s.also != "" {
		fits = "(" + s.also + " OR " + fits + ")"
	}
	return fits
}

// holds is the condition that a thing holds a term. A word of letters or digits stands at the beginning of a word.
func (q *searchQuery) holds(s searched, term consult.SearchTerm) string {
	holds := pg.Holds(s.folded, s.words, q.arg(term.Text))
	if term.Word {
		holds += fmt.Sprintf(` AND COALESCE(%s, CAST(%s AS text)) ~ %s`, s.folded, s.words, q.arg(`(^|[^a-z0-9])`+regexp.QuoteMeta(term.Text)))
	}
	return holds
}

// page selects what of a kind lies in the window, in its order, and one more than there is room for.
func (q *searchQuery) page(s searched) string {
	all := q.of(s)
	if !q.ranked() || s.kind == consult.SearchComments {
		return all + q.edges(s) + fmt.Sprintf(" ORDER BY %s%s LIMIT %d", s.key, q.direction(), q.window.Limit+1)
	}
	return fmt.Sprintf("SELECT * FROM (%s) r WHERE true%s ORDER BY rank%s, id%[3]s LIMIT %[4]d", all, q.edges(s), q.direction(), q.window.Limit+1)
}

// indexed has a kind read only those comments that have all the pairs of characters. It asks the index for one consultation after the other: to
// compare a comment with the numbers of all at once takes longer than all else. The second condition does not let PostgreSQL read all comments
// of the consultation instead, and OFFSET does not let it walk all comments in their order.
func (q *searchQuery) indexed(s searched, grams wantedGrams) searched {
	s.from = fmt.Sprintf(`(SELECT m.consultation_id, m.id, m.body, m.folded
		FROM (SELECT u.id, (CAST(%s AS int[]))[1 + (u.n - 1) * %[2]d : u.n * %[2]d] AS grams FROM unnest(CAST(%[3]s AS uuid[])) WITH ORDINALITY AS u (id, n)) w
		JOIN comments m ON m.grams @> w.grams AND m.consultation_id IS NOT DISTINCT FROM w.id WHERE %[4]s OFFSET 0) m`,
		q.arg(grams.numbers), grams.each, q.arg(grams.consultations), publicComment)
	s.where = "true"
	return s
}

// edges is the condition that things lie between the ends of the window. Comments have one rank: where an end has another, all of them lie
// on one side of it.
func (q *searchQuery) edges(s searched) (condition string) {
	for _, edge := range []struct {
		place      *civic.Place
		comparison string
	}{{q.window.After, "<"}, {q.window.Before, ">"}} {
		switch {
		case edge.place == nil || q.ranked() && s.kind == consult.SearchComments && edge.place.Rank > 0:
		case q.ranked() && s.kind != consult.SearchComments:
			condition += fmt.Sprintf(" AND (rank, id) %s (%s, %s)", edge.comparison, q.arg(edge.place.Rank), q.arg(edge.place.Key))
		default:
			condition += fmt.Sprintf(" AND %s %s %s", s.key, edge.comparison, q.arg(edge.place.Key))
		}
	}
	return condition
}

func (q *searchQuery) direction() string {
	if q.window.Backward {
		return " ASC"
	}
	return " DESC"
}
