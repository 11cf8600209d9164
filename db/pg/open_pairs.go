package pg

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"minyi/domain/survey"
)

// openPair is two questions of a version of a survey whose answers the fold counts together, because somebody has asked for their cross-table.
type openPair struct {
	Consultation uuid.UUID `db:"consultation_id"`
	Survey       uuid.UUID `db:"survey_id"`
	Version      int       `db:"version"`
	Row          string    `db:"row_key"`
	Column       string    `db:"column_key"`
	Folded       string    `db:"folded"`
}

// pairsOpen are all open pairs.
type pairsOpen []openPair

// openPairs reads the open pairs. Who adds one holds the lock of the fold, so that no fold is under way meanwhile.
func openPairs(ctx context.Context, t *Tx) (pairsOpen, error) {
	return Rows[openPair](ctx, t, `SELECT consultation_id, survey_id, version, row_key, column_key, CAST(folded AS text) AS folded FROM open_pairs`)
}

// consultations are those that have open pairs.
func (all pairsOpen) consultations() KeyArray {
	var keys KeyArray
	for _, p := range all {
		keys = append(keys, p.Consultation)
	}
	return Distinct(keys)
}

// fold adds the choices of folded responses to their pairs.
func (all pairsOpen) fold(ctx context.Context, t *Tx, texts []string) error {
	choices, err := survey.ReadChoices(texts)
	if err != nil || len(choices) == 0 {
		return err
	}
	for _, p := range all {
		added := survey.PairsOf(survey.SurveyVersion{Survey: p.Survey, Version: p.Version}, p.Row, p.Column, choices)
		if len(added) == 0 {
			continue
		}
		if err := p.add(ctx, t, added); err != nil {
			return err
		}
	}
	return nil
}

// add adds to what is folded. Only the fold changes it.
func (p openPair) add(ctx context.Context, t *Tx, added []survey.Pair) error {
	var folded []survey.Pair
	if err := json.Unmarshal([]byte(p.Folded), &folded); err != nil {
		return err
	}
	text, err := json.Marshal(survey.AddPairs(folded, added))
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `UPDATE open_pairs SET folded = CAST($6::text AS jsonb) WHERE consultation_id = $1 AND survey_id = $2 AND version = $3 AND row_key = $4 AND column_key = $5`,
		p.Consultation, p.Survey, p.Version, p.Row, p.Column, string(text))
	return err
}
