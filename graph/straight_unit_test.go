package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"

	"minyi/consult"
	"minyi/graph/exec"
	"minyi/graph/gen"
)

// bothWays reads the input of a mutation straight and in gqlgen's way.
type bothWays struct {
	schema    *ast.Schema
	straight  straight
	mutations map[string]*exec.Field
}

func newBothWays() bothWays {
	config := bound(nil, nil)
	both := bothWays{schema: gen.NewExecutableSchema(config).Schema(), straight: straight{inputs: gen.Inputs(config)}}
	for _, object := range gen.Objects(config) {
		if object.Name == "Mutation" {
			both.mutations = object.Fields
		}
	}
	return both
}

// operation is a mutation as programs send it.
func operation(t testing.TB, schema *ast.Schema, field *ast.FieldDefinition) *ast.OperationDefinition {
	t.Helper()
	text := fmt.Sprintf("mutation ($input: %s) { %s(input: $input) { __typename } }", field.Arguments[0].Type, field.Name)
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		t.Fatal(err)
	}
	if refused := validator.ValidateWithRules(schema, doc, nil); len(refused) > 0 {
		t.Fatal(refused)
	}
	return doc.Operations[0]
}

// inGqlgensWay reads variables as maps, checks these and makes the types of them.
func (b bothWays) inGqlgensWay(operation *ast.OperationDefinition, written []byte) (any, error) {
	var given map[string]any
	if err := decode(bytes.NewReader(written), &given); err != nil {
		return nil, err
	}
	checked, err := validator.VariableValues(b.schema, operation, given)
	if err != nil {
		return nil, err
	}
	field := operation.SelectionSet[0].(*ast.Field)
	args, err := b.mutations[field.Name].Args(context.Background(), field.ArgumentMap(checked))
	return args["input"], err
}

// compare fails where the straight way gives another input than gqlgen's, or one where that gives none. It tells whether it gave one.
func (b bothWays) compare(t testing.TB, operation *ast.OperationDefinition, written []byte) bool {
	t.Helper()
	read := b.straight.variables(context.Background(), operation, written)
	if read == nil {
		return false
	}
	want, err := b.inGqlgensWay(operation, written)
	if err != nil {
		t.Fatalf("%s is read straight, but refused with %v", written, err)
	}
	if !reflect.DeepEqual(read["input"], want) {
		t.Fatalf("%s\nis read straight as %#v\nand by gqlgen as     %#v", written, read["input"], want)
	}
	return true
}

// TestInputsAreReadStraightAsByGqlgen writes inputs of every mutation, as programs write them and otherwise.
func TestInputsAreReadStraightAsByGqlgen(t *testing.T) {
	t.Parallel()
	b := newBothWays()
	for _, field := range b.schema.Mutation.Fields {
		if strings.HasPrefix(field.Name, "__") {
			continue
		}
		t.Run(field.Name, func(t *testing.T) {
			t.Parallel()
			operation := operation(t, b.schema, field)
			w := inputWriter{schema: b.schema, rand: rand.New(rand.NewPCG(1, uint64(len(field.Name))))}
			for range 100 {
				written := w.variables(field)
				if !b.compare(t, operation, written) {
					t.Fatalf("%s is not read straight", written)
				}
			}
			w.odd = 0.08
			refused := 0
			for range 400 {
				if !b.compare(t, operation, w.variables(field)) {
					refused++
				}
			}
			if refused == 0 {
				t.Error("nothing odd was left to gqlgen")
			}
		})
	}
}

// A list of more values than any input takes is left to gqlgen, and so are more variables than there is room for.
func TestWhatIsTooLongIsNotReadStraight(t *testing.T) {
	t.Parallel()
	b := newBothWays()
	comments := operation(t, b.schema, b.schema.Mutation.Fields.ForName("moderateComments"))
	for length, want := range map[int]bool{exec.LongestList: true, exec.LongestList + 1: false} {
		written := fmt.Sprintf(`{"input":{"decision":"HIDE","commentIds":["x"%s]}}`, strings.Repeat(`,"x"`, length-1))
		if got := b.compare(t, comments, []byte(written)); got != want {
			t.Errorf("%d values: %v", length, got)
		}
	}
	for most, want := range map[int]bool{64: true, 65: false} {
		many, written := *comments, `{`
		many.VariableDefinitions = nil
		for i := range most {
			named := *comments.VariableDefinitions[0]
			named.Variable = fmt.Sprint("v", i)
			many.VariableDefinitions = append(many.VariableDefinitions, &named)
			written += fmt.Sprintf(`"v%d":{"decision":"HIDE","commentIds":[]},`, i)
		}
		written = strings.TrimSuffix(written, ",") + "}"
		if got := b.straight.variables(t.Context(), &many, []byte(written)); (got != nil) != want {
			t.Errorf("%d variables: %v", most, got)
		}
	}
}

// TestWhatIsReadStraight tells which requests are, so that those that mostly come are.
func TestWhatIsReadStraight(t *testing.T) {
	t.Parallel()
	b := newBothWays()
	b.straight.documents, b.straight.persisted = newDocuments(), newPersisted()
	const known = `mutation A($input: EraseCommentInput!) { eraseComment(input: $input) { __typename } } mutation B { __typename } query Q { __typename }`
	doc, err := parser.ParseQuery(&ast.Source{Input: known})
	if err != nil {
		t.Fatal(err)
	}
	b.straight.documents.Add(t.Context(), known, doc)
	b.straight.persisted.texts.Add(hashed(known), known)
	const right = `"operationName":"A","variables":{"input":{"commentId":"x"}}`
	for body, want := range map[string]bool{
		`{"query":"` + known + `",` + right + `}`:                                                                                        true,
		`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hashed(known) + `"}},` + right + `}`:                             true,
		`{"query":"` + known + `","extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hashed(known) + `"}},` + right + `}`:     true,
		`{"query":"` + known + `","operationName":"B","variables":{}}`:                                                                   true,
		`{"query":"` + known + `","operationName":"Q","variables":{}}`:                                                                   false,
		`{"query":"` + known + `","variables":{"input":{"commentId":"x"}}}`:                                                              false,
		`{"query":"` + known + `","operationName":"A","variables":{"input":{"commentId":1}}}`:                                            false,
		`{"query":"` + known + `","operationName":"A","variables":{}}`:                                                                   false,
		`{"query":"` + known + ` ",` + right + `}`:                                                                                       false,
		`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hashed("another") + `"}},` + right + `}`:                         false,
		`{"query":"` + known + `","extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hashed("another") + `"}},` + right + `}`: false,
	} {
		asked, apart := readWritten([]byte(body))
		if !apart {
			t.Fatalf("%s is not taken apart", body)
		}
		if op := b.straight.operation(t.Context(), asked); (op != nil) != want {
			t.Errorf("%s: %+v", body, op)
		}
	}
}

// FuzzStraightInputs alters the letters of an input.
func FuzzStraightInputs(f *testing.F) {
	b := newBothWays()
	field := b.schema.Mutation.Fields.ForName("createSurvey")
	operation := operation(f, b.schema, field)
	w := inputWriter{schema: b.schema, rand: rand.New(rand.NewPCG(2, 2))}
	for range 20 {
		f.Add(w.variables(field))
	}
	const survey = `{"input":{"departmentId":"x","title":[{"locale":"ZH","text":%s}],"questions":[{"key":"k","kind":"RATING","title":[],"page":%s,"least":%s}]}}`
	for _, digits := range []string{"1", "01", "-0", "1e2", "1E+2", "1.", ".5", "-", "+1", "0x1", "9223372036854775808", "1e999", `"1"`} {
		f.Add(fmt.Appendf(nil, survey, `"a"`, digits, "1"))
		f.Add(fmt.Appendf(nil, survey, `"a"`, "1", digits))
	}
	for _, text := range []string{`"\u4e2d"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ud83d\ud83d\ude00"`, `"\ude00\ud83d\ude00"`, `"\u0000"`, `"\x"`, `"`, `nulx"a"`, "1"} {
		f.Add(fmt.Appendf(nil, survey, text, "1", "1"))
	}
	f.Fuzz(func(t *testing.T, written []byte) {
		if request, is := readWritten(fmt.Appendf(nil, `{"query":"","variables":%s}`, written)); is && bytes.Equal(bytes.TrimSpace(request.written), bytes.TrimSpace(written)) {
			b.compare(t, operation, written)
		}
	})
}

// FuzzRequestsTakenApart takes bodies apart and reads them as a whole, which comes to the same, what is wrong with them too.
func FuzzRequestsTakenApart(f *testing.F) {
	for _, body := range []string{
		`{"query":"{viewer{name}}"}`, `{"query":"{viewer{name}}","operationName":null,"variables":null,"extensions":null}`, `{"Query":"x"}`, `{"query":"x","query":"y"}`,
		`{"query":"mutation A{a}","operationName":"A","variables":{"a":[1,{"b":"\u4e2d"}]},"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}`,
		`{"query":"x"} {}`, `{"query":"x"}]`, `{"query":1}`, `{"variables":{"a":1,"a":2}}`, `{"variables":"x"}`, `{"query":"","variables":[1]}`, "{\"query\":\"\xff\"}", `{"query":"\ud800"}`,
		`{"query":"\ud83d\ud83d\ude00"}`, `{"variables":{"a":01}}`, `{"variables":{"a":"\x"}}`, `null`, ``, `{"query":"x","operationName":nulx"Say"}`, `{"query":"x","extensions":{"a":nul}}`,
		`{"query":"x","variables":{"a":[1` + strings.Repeat(",1", exec.LongestList) + `]}}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		apart, is := readWritten(body)
		if !is {
			return
		}
		err := complete(apart)
		if err == nil {
			err = apart.readVariables()
		}
		whole, want := readWhole(body)
		if fmt.Sprint(err) != fmt.Sprint(want) {
			t.Fatalf("taken apart: %v; as a whole: %v", err, want)
		}
		if err == nil && !reflect.DeepEqual(apart.RawParams, whole.RawParams) {
			t.Fatalf("taken apart %+v, as a whole %+v", apart.RawParams, whole.RawParams)
		}
	})
}

// inputWriter writes inputs as JSON.
type inputWriter struct {
	schema *ast.Schema
	rand   *rand.Rand
	odd    float64 // how often something is written as no program would
}

func (w inputWriter) oddly() bool { return w.rand.Float64() < w.odd }

func (w inputWriter) variables(field *ast.FieldDefinition) []byte {
	return fmt.Appendf(nil, `{"input":%s}`, w.value(field.Arguments[0].Type))
}

// oddities are values that hardly anything takes, or that are taken for something else.
var oddities = []string{"null", "1", "1.0", "1e2", "-0", "01", `"1"`, `""`, "true", "[]", "{}", "[null]", `"after_close"`, `"AFTER_CLOSE"`, "99999999999999999999", `"\ud83d"`, `"\ud83d\ud83d\ude00"`, `"\ufffd"`, `nulx"a"`, `"\q"`, "nul", "[1,]", "{\"a\":}", ""}

func (w inputWriter) value(typ *ast.Type) string {
	switch {
	case w.oddly():
		return oddities[w.rand.IntN(len(oddities))]
	case !typ.NonNull && w.rand.IntN(8) == 0:
		return "null"
	case typ.Elem != nil && w.oddly():
		return w.value(typ.Elem)
	case typ.Elem != nil:
		var elements []string
		for range w.rand.IntN(4) {
			elements = append(elements, w.value(typ.Elem))
		}
		return "[" + strings.Join(elements, ",") + "]"
	}
	switch definition := w.schema.Types[typ.NamedType]; definition.Kind {
	case ast.InputObject:
		return w.object(definition)
	case ast.Enum:
		return fmt.Sprintf("%q", definition.EnumValues[w.rand.IntN(len(definition.EnumValues))].Name)
	}
	return w.leaf(typ.NamedType)
}

func (w inputWriter) object(definition *ast.Definition) string {
	var members []string
	for _, i := range w.rand.Perm(len(definition.Fields)) {
		field := definition.Fields[i]
		must := field.Type.NonNull && field.DefaultValue == nil
		if must && !w.oddly() || !must && w.rand.IntN(3) > 0 {
			members = append(members, fmt.Sprintf(" %q : %s", field.Name, w.value(field.Type)))
		}
		if w.oddly() {
			members = append(members, fmt.Sprintf("%q:%s", []string{field.Name, strings.ToUpper(field.Name), "__typename"}[w.rand.IntN(3)], w.value(field.Type)))
		}
	}
	return "{" + strings.Join(members, ",") + "}"
}

var writtenTexts = []string{"", "应当公开", "a\"b\\c\n", "😀", " <&>", "zh-CN"}

func (w inputWriter) leaf(name string) string {
	switch name {
	case "Int":
		return fmt.Sprint(w.rand.IntN(2000) - 1000)
	case "Float":
		return fmt.Sprint(w.rand.NormFloat64() * 1000)
	case "Boolean":
		return fmt.Sprint(w.rand.IntN(2) == 0)
	case "Date":
		return `"2026-03-01"`
	case "DateTime":
		return `"2026-03-01T09:00:00+08:00"`
	case "ID":
		return fmt.Sprintf("%q", consult.IDOf(consult.SurveyKind, uuid.UUID{byte(w.rand.IntN(256))}))
	}
	text, _ := json.Marshal(writtenTexts[w.rand.IntN(len(writtenTexts))])
	return string(text)
}
