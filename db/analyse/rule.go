package analysedb

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

const ruleColumns = `r.consultation_id, r.id, r.theme_id, r.rule, r.comments, r.created_at`

// CodingRulesByID finds rules. Who may read the coding may.
func CodingRulesByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]analyse.CodingRule, error) {
	all, codes := reach(by)
	return pg.Rows[analyse.CodingRule](ctx, db, `SELECT `+ruleColumns+` FROM coding_rules r JOIN consultations c ON c.id = r.consultation_id JOIN departments dep ON dep.id = c.department_id
		WHERE r.consultation_id = ANY($1) AND r.id = ANY($2) AND `+codingSeen, pg.ScopesOf(ids), pg.KeysOf(ids), all, codes)
}

// touched is the condition that a rule touches a comment m: everybody reads the comment, it meets the conditions, and it is not about the theme yet.
func touched(theme civic.ID, rule analyse.RuleInput, clauses pg.KeyArray) (string, []any) {
	args := []any{theme.Consultation, theme.Key}
	arg := func(value any) string {
		args = append(args, value)
		return fmt.Sprintf("$%d", len(args))
	}
	condition := `m.consultation_id = $1 AND ` + standing + ` AND NOT EXISTS (SELECT FROM comment_codes k WHERE k.consultation_id = m.consultation_id AND k.theme_id = $2 AND k.comment_id = m.id)`
	if clauses != nil {
		condition += ` AND m.clause_id = ANY(` + arg(clauses) + `)`
	}
	if rule.Stance != nil {
		condition += ` AND m.stance = ` + arg(*rule.Stance)
	}
	if rule.CampaignID != nil {
		condition += ` AND EXISTS (SELECT FROM grouped_comments g WHERE g.consultation_id = m.consultation_id AND g.comment_id = m.id AND g.campaign_id = ` + arg(rule.CampaignID.Key) + `)`
	}
	var words []string
	for _, word := range rule.Words {
		words = append(words, pg.Holds("m.folded", "m.body", arg(civic.Fold(word))))
	}
	if words != nil {
		condition += ` AND (` + strings.Join(words, " OR ") + `)`
	}
	return condition, args
}

// TouchedBy lists the comments that a rule would code with a theme, newest first. Staff with READ_CODING may.
func TouchedBy(ctx context.Context, db *pg.DB, by civic.Actor, of analyse.Theme, department string, rule analyse.RuleInput, page civic.PageArgs) (civic.Page[consult.Comment], error) {
	if err := by.Require(analyse.ReadCoding, department); err != nil {
		return civic.Page[consult.Comment]{}, err
	}
	if err := pg.Under("rule", rule.Check()); err != nil {
		return civic.Page[consult.Comment]{}, err
	}
	clauses, err := consultdb.ClausesWithin(ctx, db, rule.ClauseID)
	if err != nil {
		return civic.Page[consult.Comment]{}, err
	}
	condition, args := touched(of.ID(), rule, clauses)
	return pg.PageOf(ctx, db, page, pg.Listing[consult.Comment]{
		Name: "theme/touchedBy/" + of.Key.String(), Columns: consultdb.CommentColumns, From: `comments m`, Where: condition, Args: args, Key: "m.id", Descending: true, Unlike: true,
		Place: func(m consult.Comment) civic.Place { return civic.Place{Key: m.Key} },
	})
}

// CodeByRule codes all comments that a rule touches, if they are still as many as the preview said. ANALYSTs and EDITORs of the department may, until the report.
func CodeByRule(ctx context.Context, db *pg.DB, by civic.Actor, in analyse.CodeByRuleInput) (*analyse.CodingRule, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	if err := pg.Under("rule", in.Rule.Check()); err != nil {
		return nil, err
	}
	clauses, err := consultdb.ClausesWithin(ctx, db, in.Rule.ClauseID)
	if err != nil {
		return nil, err
	}
	id, same := civic.IDWithin(analyse.CodingRuleKind, in.ThemeID.Consultation, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[analyse.CodingRule]{By: by, Input: in, Request: same, ID: id, Table: "coding_rules", Find: CodingRulesByID}
	return create.Run(ctx, db, func(t *pg.Tx) error {
		if err := lockCoding(ctx, t, id); err != nil {
			return err
		}
		if _, err := openTheme(ctx, t, id.Consultation, in.ThemeID, "themeId"); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `INSERT INTO coding_rules (consultation_id, id, theme_id, rule, comments, created_by, idempotency_key, request_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			id.Consultation, id.Key, in.ThemeID.Key, in.Rule, in.Count, by.Account, same.Key, same.Hash); err != nil {
			return err
		}
		return applyRule(ctx, t, by, in, id.Key, clauses)
	})
}

func applyRule(ctx context.Context, t *pg.Tx, by civic.Actor, in analyse.CodeByRuleInput, rule uuid.UUID, clauses pg.KeyArray) error {
	condition, args := touched(in.ThemeID, in.Rule, clauses)
	n := len(args)
	coded, err := t.Exec(ctx, fmt.Sprintf(`INSERT INTO comment_codes (consultation_id, theme_id, comment_id, source, rule_id, coder)
		SELECT m.consultation_id, $2, m.id, 'RULE', $%d::uuid, $%d::text FROM comments m WHERE %s ORDER BY m.id`, n+1, n+2, condition), append(args, rule, by.Name)...)
	if err != nil {
		return err
	}
	if int(coded) != in.Count {
		return civic.Refuse(analyse.PreviewChanged, "count", civic.Count(int(coded)))
	}
	if err := answerMembers(ctx, t, in.ThemeID.Consultation, nil); err != nil {
		return err
	}
	return resizeThemes(ctx, t, in.ThemeID.Consultation, pg.KeyArray{in.ThemeID.Key})
}
