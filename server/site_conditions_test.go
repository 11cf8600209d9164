package main

import (
	"encoding/json"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"minyi/domain/survey"
)

// asks reads questions and answers from stdin, and writes the keys of the questions that the site shows.
const asks = `import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
const { code } = transformSync(readFileSync('src/logic.ts', 'utf8'), { loader: 'ts', format: 'esm' });
const { shown } = await import('data:text/javascript,' + encodeURIComponent(code));
const forms = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(forms.map((f) => shown(f.questions, f.answers).map((q) => q.key))));`

// randomForm is five questions with conditions, and answers to those that are asked.
func randomForm(r *rand.Rand) (questions []survey.Question, answers survey.Answers) {
	answers = survey.Answers{}
	for i, key := range []string{"a", "b", "c", "d", "e"} {
		q := survey.Question{Key: key, Kind: []survey.QuestionKind{survey.SingleChoice, survey.Rating}[r.IntN(2)]}
		for range r.IntN(min(i, 2) + 1) {
			on := questions[r.IntN(i)]
			c := survey.ShowIf{Question: on.Key}
			switch part := r.IntN(4); {
			case part == 0:
				c.Answered = new(r.IntN(2) == 0)
			case on.Kind == survey.Rating:
				c.Min, c.Max = new(float64(r.IntN(3))), new(float64(2+r.IntN(3)))
			case part == 1:
				c.AnyOf = []string{"x", "y"}[:1+r.IntN(2)]
			default:
				c.NoneOf = []string{"x"}
			}
			q.ShowIf = append(q.ShowIf, c)
		}
		if r.IntN(2) == 0 {
			q.Mode = survey.ShowIfAny
		}
		questions = append(questions, q)
		if asked := survey.Asked(questions, answers); slices.Contains(asked, key) && r.IntN(3) > 0 {
			if q.Kind == survey.Rating {
				answers[key] = survey.Answer{Number: new(float64(r.IntN(6)))}
			} else {
				answers[key] = survey.Answer{Choices: []string{[]string{"x", "y", "z"}[r.IntN(3)]}}
			}
		}
	}
	return questions, answers
}

// TestSiteAsksWhatTheServerAsks holds the site's conditions of questions against the server's, which refuses a required answer that is missing.
func TestSiteAsksWhatTheServerAsks(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1))
	var forms []map[string]any
	var want [][]string
	for range 500 {
		questions, answers := randomForm(r)
		var sent []map[string]any
		for _, q := range questions {
			conditions := []map[string]any{}
			for _, c := range q.ShowIf {
				conditions = append(conditions, map[string]any{"question": c.Question, "anyOf": append([]string{}, c.AnyOf...), "noneOf": append([]string{}, c.NoneOf...), "min": c.Min, "max": c.Max, "answered": c.Answered})
			}
			sent = append(sent, map[string]any{"key": q.Key, "showIf": conditions, "showIfMode": q.ShowIfMode()})
		}
		forms, want = append(forms, map[string]any{"questions": sent, "answers": answers}), append(want, survey.Asked(questions, answers))
	}
	input, err := json.Marshal(forms)
	if err != nil {
		t.Fatal(err)
	}
	if found, _ := filepath.Glob("../web/node_modules/esbuild"); found == nil {
		t.Skip("the site's modules need what make web installs")
	}
	node := exec.Command("node", "--input-type=module", "-e", asks)
	node.Dir, node.Stdin = "../web", strings.NewReader(string(input))
	said, err := node.CombinedOutput()
	var got [][]string
	if err != nil || json.Unmarshal(said, &got) != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			form, _ := json.Marshal(forms[i])
			t.Fatalf("seed %d: the site shows %v, and the server asks %v: %s", seed, got[i], want[i], form)
		}
	}
}
