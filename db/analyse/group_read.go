package analysedb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/analyse"
)

// groupedRow is a comment with its group.
type groupedRow struct {
	Key             uuid.UUID  `db:"id"`
	Author          uuid.UUID  `db:"author"`
	Body            string     `db:"body"`
	Revision        int        `db:"revision"`
	Standing        bool       `db:"standing"` // everybody reads it
	Withdrawn       bool       `db:"withdrawn"`
	Entered         bool       `db:"entered"` // staff entered it, and its author stands for nobody
	Grouped         bool       `db:"grouped"`
	GroupedRevision *int       `db:"grouped_revision"`
	Campaign        *uuid.UUID `db:"campaign_id"`
	Sketched        bool       `db:"sketched"`
	known           *analyse.Known
}

// standing is the condition that everybody reads a comment m.
const standing = `m.state = 'PUBLISHED' AND m.withdrawn_at IS NULL AND m.erased_at IS NULL`

// grouping is a change of the groups of one consultation.
type grouping struct {
	t            *pg.Tx
	consultation uuid.UUID
	rows         []*groupedRow
	draft        analyse.Shingles
	index        analyse.Index
	of           map[*analyse.Known]*groupedRow
	entered      map[uuid.UUID]bool // authors of comments that staff entered
	before       census
	now          census
	gone         pg.KeyArray        // comments without a group
	unsketched   pg.KeyArray        // comments by which others are no longer found
	touched      map[uuid.UUID]bool // campaigns that change, and whether a comment has left by which they are found
	merged       map[uuid.UUID]uuid.UUID
	made         pg.KeyArray           // new campaigns
	kept         map[uuid.UUID]bool    // campaigns that staff corrected
	bands        map[uuid.UUID][]int32 // of comments by which others are found from now on
}

// census counts the comments of authors in each campaign, and in none.
type census map[uuid.UUID]map[uuid.UUID]int

func (c census) add(author, campaign uuid.UUID, n int) {
	if c[author] == nil {
		c[author] = map[uuid.UUID]int{}
	}
	c[author][campaign] += n
}

// keyOf is the key of a campaign; uuid.Nil for none.
func keyOf(campaign *uuid.UUID) uuid.UUID {
	if campaign == nil {
		return uuid.Nil
	}
	return *campaign
}

func beginGrouping(ctx context.Context, t *pg.Tx, consultation uuid.UUID, comments pg.KeyArray, leave bool) (*grouping, error) {
	g := &grouping{t: t, consultation: consultation, index: analyse.Index{}, of: map[*analyse.Known]*groupedRow{}, entered: map[uuid.UUID]bool{}, before: census{}, now: census{},
		touched: map[uuid.UUID]bool{}, merged: map[uuid.UUID]uuid.UUID{}, bands: map[uuid.UUID][]int32{}}
	rows, err := g.read(ctx, comments)
	if err != nil {
		return nil, err
	}
	fresh := false
	for _, m := range rows {
		m.Standing = m.Standing && !leave
		fresh = fresh || m.Standing
	}
	g.rows = rows
	if fresh {
		err = g.readKnown(ctx)
	}
	if err == nil {
		err = g.readCensus(ctx)
	}
	return g, err
}

// read reads comments with their groups, in the order in which they were written.
func (g *grouping) read(ctx context.Context, comments pg.KeyArray) (rows []*groupedRow, err error) {
	err = g.t.List(ctx, &rows, `SELECT m.id, m.author, m.body, m.revision, `+standing+` AS standing, m.withdrawn_at IS NOT NULL AS withdrawn, m.channel <> 'ONLINE' AS entered, g.comment_id IS NOT NULL AS grouped, g.revision AS grouped_revision, g.campaign_id,
		  EXISTS (SELECT FROM comment_sketches s WHERE s.consultation_id = m.consultation_id AND s.comment_id = m.id) AS sketched
		FROM comments m LEFT JOIN grouped_comments g ON g.consultation_id = m.consultation_id AND g.comment_id = m.id
		WHERE m.consultation_id = $1 AND m.id = ANY($2) ORDER BY m.id`, g.consultation, comments)
	return rows, err
}

// readKnown makes the sketches of what is new, and finds the known comments that could be like it.
func (g *grouping) readKnown(ctx context.Context) (err error) {
	if g.draft, err = draftOf(ctx, g.t, g.consultation); err != nil {
		return err
	}
	leaving := map[uuid.UUID]bool{}
	var bands []int32
	for _, m := range g.rows {
		leaving[m.Key] = true
		if m.Standing && !(m.Grouped && m.Revision == *m.GroupedRevision) {
			m.known = &analyse.Known{Comment: m.Key, Sketch: analyse.SketchOf(g.consultation, m.Body, g.draft)}
			bands = append(bands, m.known.Bands...)
		}
	}
	if err := g.readKept(ctx); err != nil {
		return err
	}
	byKey, err := readHolders(ctx, g.t, g.consultation, bands, g.index, leaving)
	if err != nil {
		return err
	}
	wanted := map[uuid.UUID]bool{}
	var keys pg.KeyArray
	for _, m := range g.rows {
		if m.known == nil {
			continue
		}
		for _, k := range g.index.Candidates(m.known.Sketch) {
			if !wanted[k.Comment] {
				wanted[k.Comment], keys = true, append(keys, k.Comment)
			}
		}
	}
	return g.readCandidates(ctx, keys, byKey)
}

// readCandidates reads the words of known comments. The others are not compared with any.
func (g *grouping) readCandidates(ctx context.Context, keys pg.KeyArray, byKey map[uuid.UUID]*analyse.Known) error {
	rows, err := g.read(ctx, keys)
	for _, m := range rows {
		m.known = byKey[m.Key]
		m.known.Campaign, m.known.Shingles = keyOf(m.Campaign), analyse.ShinglesOf(m.Body, g.draft)
		g.of[m.known] = m
	}
	return err
}

// readHolders finds known comments by their bands, except some, and adds them to an index.
func readHolders(ctx context.Context, q pg.Querier, consultation uuid.UUID, bands []int32, index analyse.Index, except map[uuid.UUID]bool) (map[uuid.UUID]*analyse.Known, error) {
	var held []struct {
		Band    int32     `db:"band"`
		Comment uuid.UUID `db:"comment_id"`
	}
	byKey := map[uuid.UUID]*analyse.Known{}
	if err := q.List(ctx, &held, `SELECT b.band, b.comment_id FROM unnest($2::int[]) AS w (band) JOIN comment_bands b ON b.consultation_id = $1 AND b.band = w.band`,
		consultation, pg.NumberArray(distinct(bands))); err != nil {
		return nil, err
	}
	for _, h := range held {
		if except[h.Comment] {
			continue
		}
		if byKey[h.Comment] == nil {
			byKey[h.Comment] = &analyse.Known{Comment: h.Comment}
		}
		index.Restore(byKey[h.Comment], h.Band)
	}
	return byKey, nil
}

// readKept reads which campaigns staff corrected.
func (g *grouping) readKept(ctx context.Context) error {
	var kept []uuid.UUID
	err := g.t.List(ctx, &kept, `SELECT id FROM campaigns WHERE consultation_id = $1 AND kept`, g.consultation)
	g.kept = map[uuid.UUID]bool{}
	for _, campaign := range kept {
		g.kept[campaign] = true
	}
	return err
}

// draftOf reads the words of a consultation's draft, which many quote.
func draftOf(ctx context.Context, t pg.Querier, consultation uuid.UUID) (analyse.Shingles, error) {
	var clauses []string // the beginning of a clause without end suffices, and bounds the memory
	err := t.List(ctx, &clauses, `SELECT l.heading || ' ' || left(l.text, 20000) FROM consultations c JOIN clauses l ON l.draft_id = c.draft_id WHERE c.id = $1`, consultation)
	sets := make([]analyse.Shingles, len(clauses))
	for i, text := range clauses {
		sets[i] = analyse.ShinglesOf(text, nil)
	}
	return analyse.Union(sets...), err
}

// readCensus counts what the authors of all rows have in each campaign before the change.
func (g *grouping) readCensus(ctx context.Context) error {
	var authors pg.KeyArray
	note := func(m *groupedRow) {
		authors = append(authors, m.Author)
		if m.Entered {
			g.entered[m.Author] = true
		}
	}
	for _, m := range g.rows {
		note(m)
	}
	for _, m := range g.of {
		note(m)
	}
	var found []struct {
		Author   uuid.UUID  `db:"author"`
		Campaign *uuid.UUID `db:"campaign_id"`
		Comments int        `db:"comments"`
	}
	err := g.t.List(ctx, &found, `SELECT a.author, g.campaign_id, count(*)::int AS comments FROM unnest($2::uuid[]) AS a (author),
		  LATERAL (SELECT m.id FROM comments m WHERE m.consultation_id = $1 AND m.author = a.author OFFSET 0) m,
		  LATERAL (SELECT g.campaign_id FROM grouped_comments g WHERE g.consultation_id = $1 AND g.comment_id = m.id OFFSET 0) g GROUP BY 1, 2`, g.consultation, pg.Distinct(authors))
	for _, f := range found {
		g.before.add(f.Author, keyOf(f.Campaign), f.Comments)
		g.now.add(f.Author, keyOf(f.Campaign), f.Comments)
	}
	return err
}
