package main

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/domain/survey"
)

// surveyInput is a survey with every kind of question, sections, units, conditions and an option that is chosen alone.
const surveyInput = `{"departmentId": "DEPARTMENT", "title": [{"locale": "zh", "text": "公园问卷 <一>"}, {"locale": "en", "text": "Parks"}], "introduction": [{"locale": "zh", "text": "请填写。\n谢谢。"}], "resultsVisibility": "LIVE", "questions": [
 {"key": "visits", "kind": "SINGLE_CHOICE", "title": [{"locale": "zh", "text": "您去公园吗？"}], "required": true, "section": [{"locale": "zh", "text": "一、到访"}], "options": [{"key": "yes", "title": [{"locale": "zh", "text": "去"}]}, {"key": "no", "title": [{"locale": "zh", "text": "不去"}]}], "allowOther": true},
 {"key": "wishes", "kind": "MULTIPLE_CHOICE", "title": [{"locale": "zh", "text": "希望有什么？"}], "help": [{"locale": "zh", "text": "最多两项"}], "max": 2, "options": [{"key": "trees", "title": [{"locale": "zh", "text": "树"}]}, {"key": "none", "title": [{"locale": "zh", "text": "都不要"}], "exclusive": true}, {"key": "pond", "title": [{"locale": "zh", "text": "池塘"}]}]},
 {"key": "grade", "kind": "RATING", "title": [{"locale": "zh", "text": "打分"}], "min": 0, "max": 10, "notApplicable": true, "page": 2, "showIf": [{"question": "visits", "anyOf": ["yes"], "answered": true}]},
 {"key": "minutes", "kind": "NUMBER", "title": [{"locale": "zh", "text": "要走多久？"}], "unit": [{"locale": "zh", "text": "分钟"}], "min": -0.5, "max": 120, "decimals": 1, "page": 2},
 {"key": "why", "kind": "TEXT", "title": [{"locale": "zh", "text": "为什么？"}], "max": 300, "page": 3, "showIf": [{"question": "grade", "max": 3}, {"question": "visits", "noneOf": ["yes"]}], "showIfMode": "ANY"},
 {"key": "since", "kind": "DATE", "title": [{"locale": "zh", "text": "何时起？"}], "page": 3},
 {"key": "parts", "kind": "MATRIX", "title": [{"locale": "zh", "text": "各处"}], "page": 3, "section": [{"locale": "zh", "text": "二、评价"}], "rows": [{"key": "lawn", "title": [{"locale": "zh", "text": "草地"}]}], "options": [{"key": "good", "title": [{"locale": "zh", "text": "好"}]}, {"key": "bad", "title": [{"locale": "zh", "text": "差"}]}]},
 {"key": "rank", "kind": "RANKING", "title": [{"locale": "zh", "text": "排序"}], "page": 4, "options": [{"key": "a", "title": [{"locale": "zh", "text": "甲"}]}, {"key": "b", "title": [{"locale": "zh", "text": "乙"}]}]}]}`

// TestSurveyFiles exports a survey, imports the file as it is, and exports it again.
func TestSurveyFiles(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	editor := p.token("-subject", "editor", "-role", "PARKS:EDITOR")
	bearer := "Bearer " + editor
	parks := p.ask("", `{ departments(first: 20) { nodes { id code } } }`).Get(`data.departments.nodes.#(code=="PARKS").id`).String()
	create := func(input string) string {
		t.Helper()
		body := `{"query": "mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { survey { id } userErrors { code field } } }", "variables": {"input": ` + input + `}}`
		said := gjson.Parse(p.do(http.MethodPost, "/graphql", body, "Content-Type", "application/json", "Authorization", bearer).body)
		id := said.Get("data.createSurvey.survey.id").String()
		if id == "" {
			t.Fatalf("the survey is refused: %s", said.Raw)
		}
		return id
	}
	id := create(strings.Replace(surveyInput, "DEPARTMENT", parks, 1))
	file := p.get("/export/survey.json?id="+id, "Authorization", bearer)
	if file.StatusCode != http.StatusOK || file.Header.Get("Content-Type") != "application/json" || !strings.Contains(file.Header.Get("Content-Disposition"), "survey-") {
		t.Fatalf("the file: %d %v %s", file.StatusCode, file.Header, file.body)
	}
	if kinds := gjson.Get(file.body, "input.questions.#.kind").Raw; gjson.Get(file.body, "$schema").String() != p.address+"/survey.schema.json" || len(gjson.Parse(kinds).Array()) != 8 {
		t.Errorf("the file is %s", file.body)
	}
	second := create(gjson.Get(file.body, "input").Raw)
	if again := p.get("/export/survey.json?version=1&id="+second, "Authorization", bearer); again.body != file.body {
		t.Errorf("exported again:\n%s\nbefore:\n%s", again.body, file.body)
	}
	for address, status := range map[string]int{"?id=" + id: http.StatusNotFound, "?id=x": http.StatusBadRequest, "?id=" + parks: http.StatusBadRequest} {
		if got := p.get("/export/survey.json" + address); got.StatusCode != status {
			t.Errorf("anyone reads %s: %d, want %d", address, got.StatusCode, status)
		}
	}
	for address, code := range map[string]string{"&version=2": "UNKNOWN_VERSION", "&version=x": "BAD_REQUEST", "&form=x": "BAD_REQUEST"} {
		if got := p.get("/export/survey.json?id="+id+address, "Authorization", bearer); gjson.Get(got.body, "errors.0.extensions.code").String() != code {
			t.Errorf("%s: %s, want %s", address, got.body, code)
		}
	}
	schema := p.get("/survey.schema.json")
	if schema.StatusCode != http.StatusOK || schema.body != string(surveySchema) {
		t.Fatalf("the schema: %d", schema.StatusCode)
	}
	validate(t, file.body)
}

// validate checks a file by its schema with ajv.
func validate(t *testing.T, file string) {
	t.Helper()
	folder, name, broken := nodeFolder(t, "survey"), filepath.Join(t.TempDir(), "survey.json"), filepath.Join(t.TempDir(), "broken.json")
	for name, text := range map[string]string{name: file, broken: strings.Replace(file, `"MATRIX"`, `"TABLE"`, 1)} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(name string) ([]byte, error) {
		node := exec.Command("node", "run.mjs", filepath.Join("..", "..", "server", "survey.schema.json"), name)
		node.Dir = folder
		return node.CombinedOutput()
	}
	if said, err := run(name); err != nil {
		t.Errorf("the file does not fit its schema: %v\n%s", err, said)
	}
	if said, err := run(broken); err == nil || !strings.Contains(string(said), "/input/questions/6/kind") {
		t.Errorf("a wrong kind fits the schema: %v\n%s", err, said)
	}
}

// TestSurveySchemaHasTheFields compares the names of the schema with those of the inputs.
func TestSurveySchemaHasTheFields(t *testing.T) {
	t.Parallel()
	for path, input := range map[string]any{"properties.input": survey.CreateSurveyInput{}, "$defs.question": survey.QuestionInput{}, "$defs.option": survey.OptionInput{},
		"$defs.condition": survey.ShowIfInput{}, "$defs.text": civic.LocalizedTextInput{}} {
		var named map[string]any
		if err := json.Unmarshal([]byte(gjson.GetBytes(surveySchema, path+".properties").Raw), &named); err != nil {
			t.Fatal(err)
		}
		of := reflect.TypeOf(input)
		for i := range of.NumField() {
			field := civic.FieldName(of.Field(i).Name)
			if named[field] == nil {
				t.Errorf("%s lacks %s", path, field)
			}
			delete(named, field)
		}
		if len(named) > 0 {
			t.Errorf("%s has %v, which no input has", path, named)
		}
	}
}
