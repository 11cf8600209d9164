package verifydb

import (
	"context"
	"fmt"

	"minyi/db/pg"
)

// EnumColumns are the columns whose values are names of an enum of the contract. Each has a CHECK constraint, named after the table and
// the column with "enum" at its end. A migration mends what older versions stored.
var EnumColumns = [][2]string{
	{"affected_clauses", "effect"}, {"campaign_corrections", "kind"}, {"clauses", "change"}, {"comment_codes", "source"}, {"clauses", "kind"}, {"comment_reports", "reason"}, {"comments", "channel"}, {"comments", "hidden_reason"},
	{"comments", "stance"}, {"comments", "state"}, {"consultations", "identity_level"}, {"consultations", "moderation"}, {"corrections", "field"}, {"disclosure_events", "kind"}, {"disclosure_events", "outcome"},
	{"disclosure_requests", "applicant_kind"}, {"disclosure_requests", "outcome"}, {"disclosure_requests", "topic"}, {"disclosure_requests", "wanted_form"}, {"drafts", "state"},
	{"editorial_reviews", "decision"}, {"editorial_reviews", "stage"}, {"granted_roles", "role"}, {"jurisdiction_profiles", "feedback_due_unit"},
	{"jurisdiction_profiles", "shortening"}, {"jurisdiction_profiles", "source_mark"}, {"jurisdiction_profiles", "unit"},
	{"official_responses", "outcome"}, {"policy_events", "kind"}, {"policy_records", "kind"}, {"surveys", "results_visibility"}, {"theme_changes", "kind"},
	{"catalogue_items", "limit_unit"}, {"catalogue_items", "time_limit"}, {"contents", "state"}, {"public_concerns", "kind"}, {"public_concerns", "severity"}, {"reading_points", "kind"}, {"topic_years", "standing"},
	{"channels", "kind"}, {"channel_releases", "action"}, {"channel_releases", "state"}, {"channel_releases", "failure"},
}

// InexactEnums finds rows that hold the name of an enum in another case, and tells of each column with such rows in one sentence. It
// also reads a database that waits for its migration.
func InexactEnums(ctx context.Context, db *pg.DB) (findings []string, err error) {
	for _, c := range EnumColumns {
		var exists bool // a database that waits for its migration may not have the column yet
		if err := db.Get(ctx, &exists, `SELECT EXISTS (SELECT FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 AND column_name = $2)`, c[0], c[1]); err != nil {
			return nil, err
		}
		if !exists {
			continue
		}
		var found struct {
			Rows    int    `db:"rows"`
			Example string `db:"example"`
		}
		if err := db.Get(ctx, &found, fmt.Sprintf(`SELECT count(*) AS rows, COALESCE(min(%[2]s), '') AS example FROM %[1]s WHERE %[2]s <> upper(%[2]s)`, c[0], c[1])); err != nil {
			return nil, err
		}
		if found.Rows > 0 {
			findings = append(findings, fmt.Sprintf("rows of %s have a name in %s that the contract does not have, such as %q: %d; the next migration mends them", c[0], c[1], found.Example, found.Rows))
		}
	}
	return findings, nil
}
