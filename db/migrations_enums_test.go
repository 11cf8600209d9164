package db

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"minyi/db/dbtest"
	"minyi/db/pg"
	verifydb "minyi/db/verify"
	"minyi/domain/civic"
)

// beforeEnums is the last version whose tables took a name of an enum in any case.
const beforeEnums = 18

// TestEnumsOfOldRowsAreMended stores names of enums in another case, as an older program did. The migration puts rows and counts right.
func TestEnumsOfOldRowsAreMended(t *testing.T) {
	t.Parallel()
	ctx, url := context.Background(), dbtest.Empty(t)
	sql := sqlx.MustConnect("postgres", url)
	t.Cleanup(func() { _ = sql.Close() })
	provider, err := migrationsOf(sql.DB)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(ctx, beforeEnums); err != nil {
		t.Fatal(err)
	}
	consultation := storeInexactEnums(sql)
	opened, err := pg.Open(ctx, url, pg.Options{Secret: []byte("secret"), MaxConns: 2, Zone: civic.TimeZone("Asia/Shanghai")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	for _, when := range []string{"before", "after"} {
		findings, err := verifydb.InexactEnums(ctx, opened)
		if found := strings.Join(findings, "\n"); err != nil || strings.Contains(found, `"Support"`) != (when == "before") || len(findings) != map[string]int{"before": 6}[when] {
			t.Errorf("%s the migration: %v\n%s", when, err, found)
		}
		if when == "before" {
			if err := Migrate(ctx, url); err != nil {
				t.Fatal(err)
			}
		}
	}
	for query, want := range map[string]string{
		`SELECT string_agg(concat_ws(' ', stance, accepted_stance, hidden_reason, awaits_decision), ', ' ORDER BY id) FROM comments`: "OPPOSE oppose t, OPPOSE t, SUPPORT Support HATE f",
		`SELECT concat_ws(' ', moderation, identity_level) FROM consultations`:                                                       "BEFORE_PUBLISHING VERIFIED",
		`SELECT string_agg(role, ' ') FROM granted_roles`:                                                                            "REVIEWER",
		`SELECT string_agg(concat_ws(' ', subject_id = $1, counter, amount), ', ' ORDER BY counter) FROM tallies`:                    "t comments 3, t comments/OPPOSE 2, t comments/day/2026-01-02 3, t outcome/ADOPTED 1, t v1/q/q/option/a 1",
		`SELECT string_agg(concat_ws(' ', counters, amounts), ', ') FROM tally_deltas`:                                               "{comments/SUPPORT,comments/OPPOSE} {1,-1}",
	} {
		var found string
		args := []any{consultation}
		if !strings.Contains(query, "$1") {
			args = nil
		}
		if err := sql.Get(&found, query, args...); err != nil || found != want {
			t.Errorf("%s\nis  %q\nnot %q (%v)", query, found, want, err)
		}
	}
}

// storeInexactEnums writes a consultation with comments, roles and counts as an older program left them.
func storeInexactEnums(sql *sqlx.DB) (consultation uuid.UUID) {
	keys := make([]uuid.UUID, 6)
	for i := range keys {
		keys[i] = civic.NewKey()
	}
	sql.MustExec(`INSERT INTO accounts (id, issuer, subject_hash) VALUES ($1, 'i', 's')`, keys[0])
	sql.MustExec(`INSERT INTO departments (id, code, name, created_by) VALUES ($1, 'PARKS', '{}', $1)`, keys[0])
	sql.MustExec(`INSERT INTO policy_records (id, department_id, kind, title, created_by) VALUES ($1, $1, 'Statute', '{}', $1)`, keys[0])
	sql.MustExec(`INSERT INTO consultations (id, policy_record_id, department_id, title, notice, profile_code, timezone, identity_level, opens_at, closes_at, closes_on, created_by, moderation)
		VALUES ($1, $2, $2, '{}', '{}', 'p', 'UTC', 'verified', now(), now(), now(), $2, 'before_publishing')`, keys[1], keys[0])
	sql.MustExec(`INSERT INTO granted_roles (id, account_id, role, granted_by) VALUES ($1, $1, 'Auditor', $1), ($2, $1, 'REVIEWER', $1)`, keys[0], keys[1])
	sql.MustExec(`INSERT INTO comments (consultation_id, id, author, stance, body, day, hidden_reason, moderated_at, state) VALUES
		($1, $2, $2, 'oppose', '', '2026-01-02', NULL, NULL, 'PUBLISHED'), ($1, $3, $3, 'OPPOSE', '', '2026-01-02', NULL, NULL, 'PUBLISHED'), ($1, $4, $4, 'Support', '', '2026-01-02', 'hate', now(), 'HIDDEN')`,
		keys[1], keys[2], keys[3], keys[4])
	sql.MustExec(`INSERT INTO tallies (consultation_id, subject_id, counter, amount) VALUES ($1, $1, 'comments', 3), ($1, $1, 'comments/oppose', 1), ($1, $1, 'comments/OPPOSE', 1),
		($1, $1, 'comments/day/2026-01-02', 3), ($1, $1, 'outcome/adopted', 1), ($1, $1, 'v1/q/q/option/a', 1)`, keys[1])
	sql.MustExec(`INSERT INTO tally_deltas (consultation_id, id, subjects, counters, amounts) VALUES ($1, $1, ARRAY[$1, $1]::uuid[], '{comments/Support,comments/OPPOSE}', '{1,-1}')`, keys[1])
	return keys[1]
}
