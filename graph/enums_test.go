package graph_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
	"github.com/vektah/gqlparser/v2/ast"

	verifydb "minyi/db/verify"
	"minyi/domain/civic"
	"minyi/graph/gen"
	"minyi/graph/graphtest"
)

// TestEnumsInVariablesAreExact writes names of enums' values in another case, wherever variables hold them.
func TestEnumsInVariablesAreExact(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "body": "赞成"})
	department := city.Anyone().Must(`{ departments { nodes { id } } }`).Get("departments.nodes.0.id").String()
	const (
		comment  = `mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id } userErrors { code } } }`
		stance   = `mutation ($to: ID!, $stance: Stance) { submitComment(input: {consultationId: $to, body: "x", stance: $stance}) { comment { id } userErrors { code } } }`
		survey   = `mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { survey { id } userErrors { code } } }`
		moderate = `mutation ($input: ModerateCommentInput!) { moderateComment(input: $input) { comment { id } userErrors { code } } }`
		list     = `query ($status: [ConsultationStatus!]) { consultations(filter: {status: $status}) { totalCount } }`
	)
	question := func(kind, locale string) map[string]any {
		return map[string]any{"key": "q", "kind": kind, "title": []any{map[string]any{"locale": "zh", "text": "？"}, map[string]any{"locale": locale, "text": "?"}}}
	}
	surveyOf := func(questions ...any) map[string]any {
		return map[string]any{"departmentId": department, "title": []any{map[string]any{"locale": "zh", "text": "问卷"}}, "questions": questions}
	}
	commentOf := func(stance any) map[string]any {
		return map[string]any{"consultationId": asked.Consultation, "body": "x", "stance": stance}
	}
	for name, c := range map[string]struct {
		as        *graphtest.Client
		query     string
		variables []any
		field     string // of the refusal; empty where it is taken
	}{
		"a field":                   {city.Resident("a"), comment, []any{"input", commentOf("support")}, `["variables","input","stance"]`},
		"an exact field":            {city.Resident("b"), comment, []any{"input", commentOf("SUPPORT")}, ""},
		"a variable":                {city.Resident("d"), stance, []any{"to", asked.Consultation, "stance", "Support"}, `["variables","stance"]`},
		"an exact variable":         {city.Resident("e"), stance, []any{"to", asked.Consultation, "stance", "SUPPORT"}, ""},
		"no variable":               {city.Resident("f"), stance, []any{"to", asked.Consultation}, ""},
		"a field of another enum":   {city.Moderator(), moderate, []any{"input", map[string]any{"commentId": said, "decision": "hide", "reason": "DUPLICATE"}}, `["variables","input","decision"]`},
		"an object in a list":       {city.Editor(), survey, []any{"input", surveyOf(question("TEXT", "en"), question("text", "en"))}, `["variables","input","questions","1","kind"]`},
		"an object for a list":      {city.Editor(), survey, []any{"input", map[string]any{"departmentId": department, "title": []any{}, "questions": question("text", "en")}}, `["variables","input","questions","0","kind"]`},
		"a list":                    {city.Anyone(), list, []any{"status", []any{"OPEN", "Closed"}}, `["variables","status","1"]`},
		"an exact list":             {city.Anyone(), list, []any{"status", []any{"OPEN", "CLOSED"}}, ""},
		"a value for a list":        {city.Anyone(), list, []any{"status", "open"}, `["variables","status","0"]`},
		"an exact value for a list": {city.Anyone(), list, []any{"status", "OPEN"}, ""},
		"null for a list":           {city.Anyone(), list, []any{"status", nil}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := c.as.Ask(c.query, c.variables...)
			if c.field == "" {
				if answer.Get("errors").Exists() || answer.Get("data.*.userErrors.0").Exists() {
					t.Error(answer.Raw)
				}
				return
			}
			refused := answer.Get("errors.0.extensions")
			if refused.Get("code").String() != "BAD_REQUEST" || refused.Get("field").Raw != c.field || answer.Get("data").Type != gjson.Null {
				t.Error(answer.Raw)
			}
		})
	}
}

// TestEveryEnumOfEveryInputIsExact writes a value of each enum in another case, at each place of each input and argument of the schema.
func TestEveryEnumOfEveryInputIsExact(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	schema, places := described(t, func(*ast.Definition) {}), 0
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation, schema.Subscription} {
		for _, field := range root.Fields {
			for _, argument := range field.Arguments {
				for _, wrong := range inexactValues(schema, argument.Type, nil) {
					places++
					refused := city.Staff("all", "", civic.Admin).Ask(operationOn(root, field, argument), "v", wrong.value)
					at := append([]string{"variables", "v"}, wrong.at...)
					if said := refused.Get("errors.0.extensions"); said.Get("code").String() != "BAD_REQUEST" || fmt.Sprint(said.Get("field").Value()) != fmt.Sprint(at) {
						t.Errorf("%s(%s: %s) at %s: %s", field.Name, argument.Name, argument.Type, at, refused.Raw)
					}
				}
			}
		}
	}
	if places < 20 {
		t.Errorf("only %d places have an enum", places)
	}
}

// operationOn asks a field with a variable for one argument, and with a literal for each other that it needs.
func operationOn(root *ast.Definition, field *ast.FieldDefinition, argument *ast.ArgumentDefinition) string {
	others := ""
	for _, other := range field.Arguments {
		if other != argument && other.Type.NonNull && other.DefaultValue == nil {
			others += ", " + other.Name + `: "x"`
		}
	}
	leaf := ""
	if !gen.NewExecutableSchema(gen.Config{}).Schema().Types[field.Type.Name()].IsLeafType() {
		leaf = "{ __typename }"
	}
	return fmt.Sprintf(`%s ($v: %s) { %s(%s: $v%s) %s }`, strings.ToLower(root.Name), argument.Type, field.Name, argument.Name, others, leaf)
}

// inexactValue is a value of a type that is right except for one enum, with the place of that.
type inexactValue struct {
	value any
	at    []string
}

// inexactValues makes a value for each enum within a type. An input that contains itself is entered once.
func inexactValues(schema *ast.Schema, typ *ast.Type, within []string) (values []inexactValue) {
	if typ.Elem != nil {
		for _, v := range inexactValues(schema, typ.Elem, within) {
			values = append(values, inexactValue{[]any{v.value}, append([]string{"0"}, v.at...)})
		}
		return values
	}
	definition := schema.Types[typ.Name()]
	if definition.Kind == ast.Enum {
		return []inexactValue{{strings.ToLower(definition.EnumValues[0].Name), nil}}
	}
	if definition.Kind != ast.InputObject || slices.Contains(within, definition.Name) {
		return nil
	}
	for _, field := range definition.Fields {
		for _, v := range inexactValues(schema, field.Type, append(within, definition.Name)) {
			object := exactObject(schema, definition, field)
			object[field.Name] = v.value
			values = append(values, inexactValue{object, append([]string{field.Name}, v.at...)})
		}
	}
	return values
}

// exactObject has a right value in each field that an input needs, except for one field.
func exactObject(schema *ast.Schema, of *ast.Definition, except *ast.FieldDefinition) map[string]any {
	object := map[string]any{}
	for _, field := range of.Fields {
		if field != except && field.Type.NonNull && field.DefaultValue == nil {
			object[field.Name] = exactValue(schema, field.Type)
		}
	}
	return object
}

func exactValue(schema *ast.Schema, typ *ast.Type) any {
	definition := schema.Types[typ.Name()]
	switch {
	case typ.Elem != nil:
		return []any{}
	case definition.Kind == ast.InputObject:
		return exactObject(schema, definition, nil)
	case definition.Kind == ast.Enum:
		return definition.EnumValues[0].Name
	case typ.Name() == "Int" || typ.Name() == "Float":
		return 1
	case typ.Name() == "Boolean":
		return true
	}
	return "x"
}

// TestEnumColumnsHoldTheNamesOfTheContract holds the checks of the database against the enums of the schema and the columns that verify reads.
func TestEnumColumnsHoldTheNamesOfTheContract(t *testing.T) {
	t.Parallel()
	city, enums := graphtest.New(t), map[string]string{}
	described(t, func(d *ast.Definition) {
		var names []string
		for _, value := range d.EnumValues {
			names = append(names, value.Name)
		}
		slices.Sort(names)
		enums[strings.Join(names, " ")] = d.Name
	})
	var checks []struct {
		Name      string `db:"conname"`
		Validated bool   `db:"convalidated"`
		Text      string `db:"text"`
	}
	if err := city.SQL.Select(&checks, `SELECT conname, convalidated, pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE contype = 'c' AND conname LIKE '%\_enum'`); err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	for _, c := range verifydb.EnumColumns {
		read[c[0]+"_"+c[1]+"_enum"] = true
	}
	for _, c := range checks {
		var names []string
		for _, found := range regexp.MustCompile(`'(\w+)'::text`).FindAllStringSubmatch(c.Text, -1) {
			names = append(names, found[1])
		}
		slices.Sort(names)
		if !read[c.Name] || !c.Validated || enums[strings.Join(names, " ")] == "" {
			t.Errorf("%s is not of the contract: %s", c.Name, c.Text)
		}
	}
	if len(checks) != len(read) {
		t.Errorf("%d columns have a check, and verify reads %d", len(checks), len(read))
	}
}

// TestEveryColumnOfNamesIsChecked finds columns with names of enums that nothing checks, in a city where much happened.
func TestEveryColumnOfNamesIsChecked(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	city := m.city
	m.doEverything()
	names := map[string]bool{}
	described(t, func(d *ast.Definition) {
		for _, value := range d.EnumValues {
			names[value.Name] = d.Name != "UserErrorCode"
		}
	})
	var columns []struct {
		Table  string `db:"table_name"`
		Column string `db:"column_name"`
	}
	if err := city.SQL.Select(&columns, `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'text'
		AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = table_name || '_' || column_name || '_enum')`); err != nil {
		t.Fatal(err)
	}
	for _, c := range columns {
		var values []string
		if err := city.SQL.Select(&values, fmt.Sprintf(`SELECT DISTINCT %s FROM %s WHERE %[1]s IS NOT NULL`, c.Column, c.Table)); err != nil {
			t.Fatal(err)
		}
		isName := func(value string) bool { return names[value] }
		if at := c.Table + "." + c.Column; len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool { return !isName(v) }) && at != "audit_log.action" {
			t.Errorf("%s holds %q, which are names of an enum, and no check", at, values)
		}
	}
}

// TestMendedStanceKeepsItsReceipt holds a comment against its receipt, which has the stance as it was once accepted.
func TestMendedStanceKeepsItsReceipt(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, li := city.PutToPublic(), city.Resident("li")
	said := commentOn(li, map[string]any{"consultationId": asked.Consultation, "stance": "OPPOSE", "body": "不同意。"})
	city.SQL.MustExec(`UPDATE comments SET stance = 'SUPPORT', accepted_stance = 'OPPOSE'`)
	sequenced(t, city)
	auditClean(t, city)
	li.Must(editComment, "input", map[string]any{"commentId": said, "body": "还是不同意。"})
	sequenced(t, city)
	auditClean(t, city)
}
