package analysedb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/analyse"
	"minyi/domain/consult"
)

// write writes what has changed, and counts it.
func (g *grouping) write(ctx context.Context) error {
	for _, step := range []func(context.Context) error{g.writeGone, g.writeRows, g.writeMerged, g.writeSketches, g.writeHeirs, g.recount, g.answer} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// answer lets the responses to campaigns and themes answer the comments that came.
func (g *grouping) answer(ctx context.Context) error {
	var comments pg.KeyArray
	for _, m := range g.rows {
		comments = append(comments, m.Key)
	}
	for _, m := range g.of {
		comments = append(comments, m.Key)
	}
	if len(comments) == 0 {
		return nil
	}
	return answerMembers(ctx, g.t, g.consultation, comments)
}

// writeGone deletes the groups of comments that left.
func (g *grouping) writeGone(ctx context.Context) error {
	if len(g.gone) == 0 {
		return nil
	}
	if _, err := g.t.Exec(ctx, `DELETE FROM grouped_comments WHERE consultation_id = $1 AND comment_id = ANY($2)`, g.consultation, g.gone); err != nil {
		return err
	}
	return forgetSketches(ctx, g.t, g.consultation, g.unsketched)
}

// writeRows writes new campaigns and the groups of comments.
func (g *grouping) writeRows(ctx context.Context) error {
	if _, err := g.t.Exec(ctx, `INSERT INTO campaigns (consultation_id, id, size, people) SELECT $1, id, 0, 0 FROM unnest($2::uuid[]) AS made (id)`, g.consultation, g.made); err != nil {
		return err
	}
	var comments, campaigns pg.KeyArray
	var revisions pg.NumberArray
	for k, m := range g.of {
		revision := m.Revision
		if m.Grouped { // its words may have changed since, which is not its turn yet
			revision = *m.GroupedRevision
		}
		comments, campaigns, revisions = append(comments, m.Key), append(campaigns, g.heir(k.Campaign)), append(revisions, int32(revision))
	}
	_, err := g.t.Exec(ctx, `INSERT INTO grouped_comments AS g (consultation_id, comment_id, campaign_id, revision)
		SELECT $1, n.comment_id, NULLIF(n.campaign_id, '00000000-0000-0000-0000-000000000000'), n.revision FROM unnest($2::uuid[], $3::uuid[], $4::int[]) AS n (comment_id, campaign_id, revision) ORDER BY 2
		ON CONFLICT (consultation_id, comment_id) DO UPDATE SET campaign_id = EXCLUDED.campaign_id, revision = EXCLUDED.revision
		WHERE g.campaign_id IS DISTINCT FROM EXCLUDED.campaign_id`, g.consultation, comments, campaigns, revisions)
	return err
}

// writeMerged moves the comments of campaigns that turned out to be one.
func (g *grouping) writeMerged(ctx context.Context) error {
	for from := range g.merged {
		if err := mergeInto(ctx, g.t, g.consultation, from, g.heir(from)); err != nil {
			return err
		}
	}
	return nil
}

// mergeInto moves all comments of a campaign into another one, which stands for it from now on.
func mergeInto(ctx context.Context, t *pg.Tx, consultation, from, into uuid.UUID) error {
	if _, err := t.Exec(ctx, `UPDATE grouped_comments SET campaign_id = $3 WHERE consultation_id = $1 AND campaign_id = $2`, consultation, from, into); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `UPDATE campaigns SET merged_into = $3 WHERE consultation_id = $1 AND (id = $2 OR merged_into = $2)`, consultation, from, into); err != nil {
		return err
	}
	return inherit(ctx, t, consultation, from, into)
}

// writeSketches writes the keys by which others are found.
func (g *grouping) writeSketches(ctx context.Context) error {
	return writeSketches(ctx, g.t, g.consultation, g.bands)
}

func writeSketches(ctx context.Context, t *pg.Tx, consultation uuid.UUID, bands map[uuid.UUID][]int32) error {
	var comments, holders pg.KeyArray
	var firsts, lasts, all pg.NumberArray
	for comment, own := range bands {
		comments, firsts, all = append(comments, comment), append(firsts, int32(len(all)+1)), append(all, own...)
		lasts = append(lasts, int32(len(all)))
		for range own {
			holders = append(holders, comment)
		}
	}
	if len(all) == 0 {
		return nil
	}
	if _, err := t.Exec(ctx, `INSERT INTO comment_sketches (consultation_id, comment_id, bands)
		SELECT $1, n.comment_id, ($5::int[])[n.first:n.last] FROM unnest($2::uuid[], $3::int[], $4::int[]) AS n (comment_id, first, last) ORDER BY 2`, consultation, comments, firsts, lasts, all); err != nil {
		return err
	}
	_, err := t.Exec(ctx, `INSERT INTO comment_bands (consultation_id, comment_id, band) SELECT $1, n.comment_id, n.band FROM unnest($2::uuid[], $3::int[]) AS n (comment_id, band) ORDER BY 3, 2`, consultation, holders, all)
	return err
}

// forgetSketches deletes the keys of comments.
func forgetSketches(ctx context.Context, t *pg.Tx, consultation uuid.UUID, comments pg.KeyArray) error {
	_, err := t.Exec(ctx, `WITH gone AS (DELETE FROM comment_sketches WHERE consultation_id = $1 AND comment_id = ANY($2) RETURNING comment_id, bands)
		DELETE FROM comment_bands b USING gone, unnest(gone.bands) AS w (band) WHERE b.consultation_id = $1 AND b.band = w.band AND b.comment_id = gone.comment_id`, consultation, comments)
	return err
}

// writeHeirs gives campaigns whose known comment left another one.
func (g *grouping) writeHeirs(ctx context.Context) error {
	var bereft pg.KeyArray
	for campaign, left := range g.touched {
		if left {
			bereft = append(bereft, campaign)
		}
	}
	return knownAgain(ctx, g.t, g.consultation, bereft)
}

// knownAgain makes the first comment of each campaign known if none of its comments is.
func knownAgain(ctx context.Context, t *pg.Tx, consultation uuid.UUID, campaigns pg.KeyArray) error {
	if len(campaigns) == 0 {
		return nil
	}
	var heirs []groupedRow
	if err := t.List(ctx, &heirs, `SELECT first.id, first.body FROM unnest($2::uuid[]) AS w (id), LATERAL (
		  SELECT m.id, m.body FROM grouped_comments g JOIN comments m ON m.consultation_id = g.consultation_id AND m.id = g.comment_id
		  WHERE g.consultation_id = $1 AND g.campaign_id = w.id AND `+standing+` ORDER BY g.comment_id LIMIT 1) first
		WHERE NOT EXISTS (SELECT FROM grouped_comments o JOIN comment_sketches s ON s.consultation_id = o.consultation_id AND s.comment_id = o.comment_id
		  WHERE o.consultation_id = $1 AND o.campaign_id = w.id)`, consultation, campaigns); err != nil || len(heirs) == 0 {
		return err
	}
	draft, err := draftOf(ctx, t, consultation)
	if err != nil {
		return err
	}
	bands := map[uuid.UUID][]int32{}
	for _, heir := range heirs {
		bands[heir.Key] = analyse.SketchOf(consultation, heir.Body, draft).Bands
	}
	return writeSketches(ctx, t, consultation, bands)
}

// recount writes the sizes of the campaigns that changed, and adds to the counts of the consultation.
func (g *grouping) recount(ctx context.Context) error {
	var touched, exact pg.KeyArray
	for campaign := range g.touched {
		touched = append(touched, campaign)
	}
	for from := range g.merged {
		exact = append(exact, from, g.heir(from))
	}
	sizes, people := map[uuid.UUID]int64{}, map[uuid.UUID]int64{}
	var allPeople int64
	for author, now := range g.now {
		before, after, online := 0, 0, !g.entered[author]
		for campaign, n := range now {
			was := g.before[author][campaign]
			before, after = before+was, after+n
			sizes[campaign] += int64(n - was)
			if online {
				people[campaign] += int64(min(n, 1) - min(was, 1))
			}
		}
		if online {
			allPeople += int64(min(after, 1) - min(before, 1))
		}
	}
	var d pg.Delta
	add(&d, g.consultation, consult.PeopleCounter, allPeople)
	var n, who pg.CountArray
	for _, campaign := range touched {
		n, who = append(n, sizes[campaign]), append(who, people[campaign])
	}
	if err := resize(ctx, g.t, g.consultation, touched, n, who, exact, &d); err != nil {
		return err
	}
	return d.Append(ctx, g.t, g.consultation)
}

func add(d *pg.Delta, consultation uuid.UUID, counter string, amount int64) {
	if amount != 0 {
		d.Add(consultation, counter, amount)
	}
}

// resize adds to the sizes of campaigns, counts some of them exactly, ends those of one comment, and notes what that changes in the counts of the consultation.
func resize(ctx context.Context, t *pg.Tx, consultation uuid.UUID, campaigns pg.KeyArray, sizes, people pg.CountArray, exact pg.KeyArray, d *pg.Delta) error {
	if len(campaigns) == 0 {
		return nil
	}
	var sums struct {
		Campaigns int64 `db:"campaigns"`
		Comments  int64 `db:"comments"`
	}
	const sum = `SELECT count(*) FILTER (WHERE size > 0) AS campaigns, COALESCE(sum(size), 0)::bigint AS comments FROM campaigns WHERE consultation_id = $1 AND id = ANY($2)`
	if err := t.Get(ctx, &sums, sum, consultation, campaigns); err != nil {
		return err
	}
	add(d, consultation, consult.CampaignsCounter, -sums.Campaigns)
	add(d, consultation, consult.CopiesCounter, -sums.Comments)
	if _, err := t.Exec(ctx, `UPDATE campaigns c SET size = c.size + n.size, people = c.people + n.people FROM unnest($2::uuid[], $3::bigint[], $4::bigint[]) AS n (id, size, people)
		WHERE c.consultation_id = $1 AND c.id = n.id`, consultation, campaigns, sizes, people); err != nil {
		return err
	}
	if len(exact) > 0 {
		if _, err := t.Exec(ctx, `UPDATE campaigns c SET size = n.size, people = n.people FROM (
			  SELECT w.id, count(m.id) AS size, count(DISTINCT m.author) FILTER (WHERE m.channel = 'ONLINE') AS people FROM unnest($2::uuid[]) AS w (id)
			  LEFT JOIN grouped_comments g ON g.consultation_id = $1 AND g.campaign_id = w.id LEFT JOIN comments m ON m.consultation_id = g.consultation_id AND m.id = g.comment_id GROUP BY w.id) n
			WHERE c.consultation_id = $1 AND c.id = n.id`, consultation, pg.Distinct(exact)); err != nil {
			return err
		}
	}
	if _, err := t.Exec(ctx, `WITH ended AS (UPDATE campaigns SET size = 0, people = 0 WHERE consultation_id = $1 AND id = ANY($2) AND size = 1 RETURNING id)
		UPDATE grouped_comments g SET campaign_id = NULL FROM ended WHERE g.consultation_id = $1 AND g.campaign_id = ended.id`, consultation, campaigns); err != nil {
		return err
	}
	if err := t.Get(ctx, &sums, sum, consultation, campaigns); err != nil {
		return err
	}
	add(d, consultation, consult.CampaignsCounter, sums.Campaigns)
	add(d, consultation, consult.CopiesCounter, sums.Comments)
	return nil
}
