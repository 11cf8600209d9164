package db

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	consultdb "minyi/db/consult"
	reportdb "minyi/db/report"
	surveydb "minyi/db/survey"
)

var (
	setClause    = regexp.MustCompile(`(?is)\b(?:UPDATE (\w+)(?: AS \w+)? |(DO UPDATE ))SET\b(.*?)(?:\bWHERE\b|\bFROM\b|\bRETURNING\b|$)`)
	statement    = regexp.MustCompile(`\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b`)
	lastSelect   = regexp.MustCompile(`(?s)^.*\bSELECT\b.*?\bFROM (\w+)(.*)$`)
	namedColumns = regexp.MustCompile(`\b\w+ \([a-z_, ]+\) AS (?:(?:NOT )?MATERIALIZED )?\(`)
	rowLock      = regexp.MustCompile(`\bFOR (?:NO KEY UPDATE|UPDATE|KEY SHARE|SHARE)\b`)
	shareLock    = regexp.MustCompile(`\bFOR (?:KEY )?SHARE\b(?: OF (\w+))?`)
	namedTable   = regexp.MustCompile(`\b(?:FROM|JOIN) (\w+)(?: (\w+))?`)
)

// refusals are what Citus says of the new values of an update, which PostgreSQL takes.
var refusals = map[string]*regexp.Regexp{
	"non-IMMUTABLE functions are not allowed in CASE or COALESCE statements":                  regexp.MustCompile(`(?s)(COALESCE\([^)]*|\bCASE\b.*)\bnow\(`),
	"STABLE functions used in UPDATE queries cannot be called with column references":         regexp.MustCompile(`_at [+-] `),
	"functions used in UPDATE queries on distributed tables must not be VOLATILE":             regexp.MustCompile(`\b(clock_timestamp|random|gen_random_uuid)\(`),
	"functions used in the DO UPDATE SET clause of INSERTs … must be marked IMMUTABLE: now()": regexp.MustCompile(`^DO UPDATE .*\bnow\(`),
}

// refusedByCitus says why Citus does not take a statement; nothing where it does.
func refusedByCitus(sql string, where map[string]string) (reasons []string) {
	for _, set := range setClause.FindAllStringSubmatch(sql, -1) {
		for reason, pattern := range refusals {
			if pattern.MatchString(set[2] + set[3]) {
				reasons = append(reasons, reason)
			}
		}
		if where[set[1]] == "distribute" && strings.Contains(set[3], "consultation_id =") {
			reasons = append(reasons, "modifying the partition value of rows is not allowed")
		}
	}
	for _, lock := range rowLock.FindAllStringIndex(sql, -1) {
		from := lastSelect.FindStringSubmatch(sql[:lock[0]])
		if from != nil && where[from[1]] == "distribute" && !strings.Contains(from[2], "consultation_id = ") {
			reasons = append(reasons, "could not run distributed query with FOR UPDATE/SHARE commands")
		}
	}
	for _, lock := range shareLock.FindAllStringIndex(sql, -1) {
		before, of := sql[:lock[0]], shareLock.FindStringSubmatch(sql[lock[0]:lock[1]])[1]
		for _, table := range namedTable.FindAllStringSubmatch(before[max(0, strings.LastIndex(before, "SELECT")):], -1) {
			if where[table[1]] == "reference" && (of == "" || of == table[2]) {
				reasons = append(reasons, "deadlock detected: whoever locks rows of a reference table in share mode locks all of it, and then wants more")
			}
		}
	}
	if namedColumns.MatchString(sql) {
		reasons = append(reasons, "the names of a CTE's columns are lost on the way to a machine: name them in its SELECT")
	}
	return reasons
}

// TestStatementsSuitCitus reads every statement of db/ for forms that Citus refuses.
func TestStatementsSuitCitus(t *testing.T) {
	t.Parallel()
	statements, where := statementsHere(t), spread(migrationsText(t))
	if len(statements) < 200 {
		t.Errorf("only %d statements were found", len(statements))
	}
	for at, sql := range statements {
		for _, reason := range refusedByCitus(sql, where) {
			t.Errorf("%s: %s\n%s", at, reason, sql)
		}
	}
}

// TestRefusedByCitus holds what Citus refused once against what it takes instead.
func TestRefusedByCitus(t *testing.T) {
	t.Parallel()
	where := map[string]string{"comments": "distribute", "drafts": "reference"}
	for sql, refused := range map[string]bool{
		`UPDATE drafts SET published_at = COALESCE(published_at, now()) WHERE id = $1`:                               true,
		`UPDATE drafts SET published_at = LEAST(published_at, now()) WHERE id = $1`:                                  false,
		`UPDATE consultations SET opens_at = opens_at - CAST($2 AS interval) WHERE id = $1`:                          true,
		`UPDATE comments SET consultation_id = $2 WHERE id = $1`:                                                     true,
		`INSERT INTO tallies AS t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET at = now()`:                          true,
		`INSERT INTO tallies AS t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET amount = t.amount + EXCLUDED.amount`: false,
		`SELECT id FROM comments WHERE grams IS NULL LIMIT $1 FOR UPDATE`:                                            true,
		`SELECT id FROM comments WHERE consultation_id = $1 AND id = $2 FOR UPDATE`:                                  false,
		`WITH counted (subject_id, amount) AS (SELECT 1, 2) SELECT amount FROM counted`:                              true,
		`SELECT c.counter FROM tally_deltas d, unnest(d.counters, d.amounts) AS c (counter, amount)`:                 false,
		`SELECT FROM drafts WHERE id = $1 FOR UPDATE`:                                                                false,
		`SELECT FROM drafts WHERE id = $1 FOR SHARE`:                                                                 true,
		`SELECT FROM comments m JOIN drafts d ON true WHERE m.consultation_id = $1 FOR KEY SHARE OF d`:               true,
		`SELECT FROM comments m JOIN drafts d ON true WHERE m.consultation_id = $1 FOR KEY SHARE OF m`:               false,
	} {
		if reasons := refusedByCitus(sql, where); (len(reasons) > 0) != refused {
			t.Errorf("%s: %q", sql, reasons)
		}
	}
}

// statementsHere finds the statements of the files in db/ and its rooms, each with its place. What is put together at run time from more
// than constants has "…" in its place.
func statementsHere(t *testing.T) map[string]string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*.go", "*/*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	set, reader := token.NewFileSet(), sqlReader{}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
		reader.learn(file)
	}
	statements := map[string]string{"recount.sql": reportdb.RecountSQL,
		"comment_write.sql": consultdb.InsertCommentsSQL, "survey_response_write.sql": surveydb.InsertResponsesSQL}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			expression, is := n.(ast.Expr)
			if !is {
				return true
			}
			text, known := reader.text(expression)
			if known && statement.MatchString(text) {
				statements[set.Position(n.Pos()).String()] = text
			}
			return !known
		})
	}
	return statements
}

// sqlReader reads texts that are put together from constants, by their names.
type sqlReader map[string]ast.Expr

// learn notes the constants of a file.
func (r sqlReader) learn(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, is := n.(*ast.ValueSpec); is && len(spec.Names) == len(spec.Values) {
			for i, name := range spec.Names {
				r[name.Name] = spec.Values[i]
			}
		}
		return true
	})
}

// text is the text of an expression, and whether any of it is known.
func (r sqlReader) text(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, e.Kind == token.STRING && err == nil
	case *ast.ParenExpr:
		return r.text(e.X)
	case *ast.Ident:
		if value, is := r[e.Name].(*ast.BasicLit); is {
			return r.text(value)
		}
		if value, is := r[e.Name].(*ast.BinaryExpr); is {
			return r.text(value)
		}
	case *ast.SelectorExpr:
		return r.text(e.Sel)
	case *ast.BinaryExpr:
		left, here := r.text(e.X)
		right, there := r.text(e.Y)
		if !here {
			left = "…"
		}
		if !there {
			right = "…"
		}
		return left + right, here || there
	}
	return "", false
}
