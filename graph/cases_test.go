package graph_test

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// caseFile has small cases of what users of such systems have stumbled over, by number. Each says what is right.
//
//go:embed testdata/cases.json
var caseFile []byte

// casesElsewhere are the cases that are not in the file, with the reason.
var casesElsewhere = map[int]string{
	23: "not in use", 27: "not in use",
	28: "the server exports: TestColumnOfTwoKinds",
	29: "the server exports: TestTextsThatSpreadsheetsTakeForNumbers; CSV stays as it was written, and the documentation says to take XLSX",
	38: "campaigns: TestCampaignsAreFound",
	40: "no files: a consultation takes words, and files need a scan for viruses and personal data",
	41: "no mail is sent; a client reads viewer { comments { officialResponse } } or subscribes",
	48: "no quotas: a consultation hears everyone",
	49: "no invitations: a consultation hears everyone; identityLevel says who may take part",
	50: "no files, as in comments",
	53: "a harvester takes the export with since: TestExportChanges and its neighbours",
	54: "counts of versions stay apart; questions with the same content share a column in the export",
}

// fieldCase is a case with what it needs: an open consultation on a draft, or on questions.
type fieldCase struct {
	About      string
	Launch     map[string]any   // more input of the launch
	Questions  []map[string]any // of a survey
	Unlaunched bool
	Steps      []caseStep
}

// caseStep is a request, and what is right in its reply. A text that begins with $ stands for what an earlier step kept.
type caseStep struct {
	As       string
	People   int // so many residents, each with a name of their own, do the same
	Ask      string
	With     map[string]any
	Later    string // time passes before the step
	Fold     bool   // new counts are folded into the tallies before the step
	Keep     map[string]string
	Right    map[string]any
	Contains map[string]string
	Problems []string
}

func TestCasesFromTheField(t *testing.T) {
	t.Parallel()
	var cases map[string]fieldCase
	if err := json.Unmarshal(caseFile, &cases); err != nil {
		t.Fatal(err)
	}
	for number := 17; number <= 54; number++ {
		c, here := cases[strconv.Itoa(number)]
		if why := casesElsewhere[number]; here == (why != "") {
			t.Errorf("case %d is in the file: %v, and elsewhere: %q", number, here, why)
		}
		if here {
			t.Run(fmt.Sprintf("%d %s", number, c.About), func(t *testing.T) {
				t.Parallel()
				newCaseRun(t, c).run(c.Steps)
			})
		}
	}
}

// caseRun is a case under way.
type caseRun struct {
	*testing.T
	city *graphtest.City
	kept map[string]string
}

func newCaseRun(t *testing.T, c fieldCase) *caseRun {
	r := &caseRun{T: t, city: graphtest.New(t), kept: map[string]string{"in20days": inDays(20), "today": inDays(0)}}
	switch {
	case c.Questions == nil:
		var more []any
		for name, value := range c.Launch {
			more = append(more, name, value)
		}
		asked := r.city.PutToPublic(more...)
		r.kept["consultation"], r.kept["record"] = asked.Consultation, asked.Record
		for i, clause := range asked.Clauses {
			r.kept[fmt.Sprint("clause", i+1)] = clause
		}
	default:
		r.kept["survey"] = r.city.WriteSurvey("AFTER_CLOSE", c.Questions)
		if !c.Unlaunched {
			r.kept["consultation"] = r.city.Launch(r.kept["survey"], "PSEUDONYMOUS")
		}
	}
	r.kept["department"] = r.city.Anyone().Must(`{ departments { nodes { id } } }`).Get("departments.nodes.0.id").String()
	return r
}

func (r *caseRun) run(steps []caseStep) {
	for i, s := range steps {
		if s.Later != "" {
			by, err := time.ParseDuration(s.Later)
			if err != nil {
				r.Fatal(err)
			}
			r.city.MoveTime(r.kept["consultation"], by)
		}
		if _, err := r.city.DB.FoldTallies(r.Context()); s.Fold && err != nil {
			r.Fatal(err)
		}
		if s.People == 0 {
			r.check(i, s)
		}
		for n := range s.People {
			each := s
			each.As = fmt.Sprint(s.As, n)
			r.check(i, each)
		}
	}
}

// check sends a request and holds its reply against what is right.
func (r *caseRun) check(i int, s caseStep) {
	var variables []any
	for name, value := range s.With {
		variables = append(variables, name, r.filled(value))
	}
	reply := r.actor(s.As).Ask(s.Ask, variables...)
	if got := graphtest.Problems(reply); !slices.Equal(got, s.Problems) {
		r.Fatalf("step %d by %s: problems %v, want %v: %s", i+1, s.As, got, s.Problems, reply.Raw)
	}
	data := reply.Get("data")
	for path, want := range s.Right {
		if got := valueAt(data, path); !reflect.DeepEqual(got, r.filled(want)) {
			r.Errorf("step %d by %s: %s is %v, right is %v", i+1, s.As, path, got, want)
		}
	}
	for path, want := range s.Contains {
		if got := data.Get(path).String(); !strings.Contains(got, want) {
			r.Errorf("step %d by %s: %s is %q and does not contain %q", i+1, s.As, path, got, want)
		}
	}
	for name, path := range s.Keep {
		r.kept[name] = data.Get(path).String()
	}
}

func valueAt(data gjson.Result, path string) any { return data.Get(path).Value() }

// filled puts what was kept in the place of its names.
func (r *caseRun) filled(value any) any {
	switch v := value.(type) {
	case string:
		if name, is := strings.CutPrefix(v, "$"); is {
			return r.kept[name]
		}
	case []any:
		all := make([]any, len(v))
		for i := range v {
			all[i] = r.filled(v[i])
		}
		return all
	case map[string]any:
		all := map[string]any{}
		for name, item := range v {
			all[name] = r.filled(item)
		}
		return all
	}
	return value
}

// actor is a resident with this name, or a member of staff.
func (r *caseRun) actor(name string) *graphtest.Client {
	role, department, elsewhere := strings.Cut(name, "@")
	if elsewhere {
		return r.city.Staff(name, department, civic.Role(strings.ToUpper(role)))
	}
	switch name {
	case "anyone":
		return r.city.Anyone()
	case "editor", "publisher", "moderator":
		return r.city.Staff(name, graphtest.Housing, civic.Role(strings.ToUpper(name)))
	case "admin", "auditor":
		return r.city.Staff(name, "", civic.Role(strings.ToUpper(name)))
	}
	return r.city.Resident(name)
}
