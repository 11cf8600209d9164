package db

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"minyi/db/dbtest"
)

// migrationsText is every migration, in order.
func migrationsText(t *testing.T) string {
	t.Helper()
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, name := range slices.Sorted(slices.Values(names)) {
		file, err := migrations.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(file)
	}
	return text.String()
}

var (
	placing    = regexp.MustCompile(`SELECT minyi_(distribute|reference)\('(\w+)'\)`)
	foreignKey = regexp.MustCompile(`ALTER TABLE (\w+) ADD CONSTRAINT \w+ FOREIGN KEY \([^)]*\) REFERENCES (\w+)`)
	altering   = regexp.MustCompile(`(?m)^ALTER TABLE (\w+) (.*)$`)
	allowed    = regexp.MustCompile(`^(ADD COLUMN|DROP COLUMN|RENAME COLUMN|ADD CONSTRAINT|VALIDATE CONSTRAINT|DROP CONSTRAINT|ALTER COLUMN \w+ (SET|DROP) (NOT NULL|DEFAULT)|ALTER COLUMN \w+ TYPE)\b`)
)

// spread tells which tables the migrations lay where: "distribute" or "reference", by name.
func spread(text string) map[string]string {
	where := map[string]string{}
	for _, found := range placing.FindAllStringSubmatch(text, -1) {
		where[found[2]] = found[1]
	}
	return where
}

// TestMigrationsSuitCitus reads the migrations for what Citus refuses in them, though PostgreSQL takes it.
func TestMigrationsSuitCitus(t *testing.T) {
	t.Parallel()
	text := migrationsText(t)
	keys := foreignKey.FindAllStringSubmatchIndex(text, -1)
	if strings.Count(text, "REFERENCES") != len(keys) {
		t.Error("a foreign key stands in a table, or has no name: it must be added once both tables lie where they belong")
	}
	for _, at := range keys {
		before := spread(text[:at[0]])
		for _, table := range []string{text[at[2]:at[3]], text[at[4]:at[5]]} {
			if before[table] == "" {
				t.Errorf("%s: %s does not lie anywhere yet", text[at[0]:at[1]], table)
			}
		}
	}
	where := spread(text)
	for _, found := range altering.FindAllStringSubmatch(text, -1) {
		if where[found[1]] != "" && !allowed.MatchString(found[2]) {
			t.Errorf("%s: Citus cannot do that to a table that lies on many machines", found[0])
		}
	}
	if strings.Contains(text, "CREATE TRIGGER") {
		t.Error("a trigger does not fire on Citus")
	}
}

// TestTablesSuitCitus reads from the catalog what was made in the end.
func TestTablesSuitCitus(t *testing.T) {
	t.Parallel()
	catalog := sqlx.MustConnect("postgres", dbtest.New(t))
	t.Cleanup(func() { _ = catalog.Close() })
	var distributed, reference []string
	for table, how := range spread(migrationsText(t)) {
		if how == "distribute" {
			distributed = append(distributed, table)
		} else {
			reference = append(reference, table)
		}
	}
	for why, query := range map[string]string{
		"a unique key of a distributed table holds no consultation_id": `
			SELECT i.indexrelid::regclass::text FROM pg_index i WHERE i.indisunique AND i.indrelid::regclass::text = ANY($1)
			AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attname = 'consultation_id' AND a.attnum = ANY(i.indkey))`,
		"a distributed table's primary key does not begin with consultation_id": `
			SELECT t FROM unnest($1::text[]) t WHERE NOT EXISTS (SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
			WHERE i.indrelid = t::regclass AND i.indisprimary AND a.attname = 'consultation_id')`,
		"a foreign key between distributed tables does not lead by consultation_id": `
			SELECT conname FROM pg_constraint c WHERE contype = 'f' AND conrelid::regclass::text = ANY($1) AND confrelid::regclass::text = ANY($1)
			AND NOT EXISTS (SELECT FROM unnest(c.conkey, c.confkey) AS k (here, there)
			  JOIN pg_attribute h ON h.attrelid = c.conrelid AND h.attnum = k.here JOIN pg_attribute o ON o.attrelid = c.confrelid AND o.attnum = k.there
			  WHERE h.attname = 'consultation_id' AND o.attname = 'consultation_id')`,
		"a foreign key leads from a reference table to another kind": `
			SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY($2) AND NOT confrelid::regclass::text = ANY($2)`,
		"a foreign key leads to or from a table that lies on one machine": `
			SELECT conname FROM pg_constraint WHERE contype = 'f' AND NOT (conrelid::regclass::text = ANY($1 || $2) AND confrelid::regclass::text = ANY($1 || $2))`,
		"a foreign key changes the row that it stands in": `SELECT conname FROM pg_constraint WHERE contype = 'f' AND (confdeltype IN ('n', 'd') OR confupdtype IN ('n', 'd'))`,
		"a name is too long to take the number of a shard": `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND length(relname) > 54
			UNION SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND length(conname) > 54`,
		"a trigger does not fire on Citus":                 `SELECT tgname FROM pg_trigger WHERE NOT tgisinternal`,
		"a sequence would have to be asked on one machine": `SELECT c.relname FROM pg_class c WHERE c.relkind = 'S' AND c.relname NOT LIKE 'goose%'`,
		"a default is volatile": `SELECT a.attrelid::regclass || '.' || a.attname FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
			WHERE a.attrelid::regclass::text = ANY($1 || $2) AND pg_get_expr(d.adbin, d.adrelid) ~ '(random|clock_timestamp|nextval)'`,
	} {
		var bad []string
		if err := catalog.Select(&bad, `WITH lists AS (SELECT $1::text[] AS distributed, $2::text[] AS reference) `+query, pq.Array(distributed), pq.Array(reference)); err != nil {
			t.Errorf("%s: %v", why, err)
		}
		for _, name := range bad {
			t.Errorf("%s: %s", name, why)
		}
	}
}
