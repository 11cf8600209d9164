package main

import (
	"encoding/csv"
	"fmt"
	"html"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

// bundleOfExample takes the report of the example city away.
func bundleOfExample(t *testing.T) (folder string) {
	t.Helper()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skipf("this test needs python3: %v", err)
	}
	e := startExported(t)
	return unzip(t, e.get("/export/report.zip?id="+reportOfExample(e.program).Get("id").String()).body)
}

// inBundle reads a file of a bundle.
func inBundle(t *testing.T, folder, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// sheetInBundle reads the rows of a table, by the names of its columns.
func sheetInBundle(t *testing.T, folder, name string) (rows []map[string]string) {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(inBundle(t, folder, name+".csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range all[1:] {
		row := map[string]string{}
		for i, value := range record {
			row[all[0][i]] = value
		}
		rows = append(rows, row)
	}
	return rows
}

// numbersOf are all numbers of a document, by their places.
func numbersOf(of gjson.Result, at string, into map[string]float64) map[string]float64 {
	switch {
	case of.Type == gjson.Number:
		into[at] = of.Num
	case of.IsObject(), of.IsArray():
		n := 0
		of.ForEach(func(key, value gjson.Result) bool {
			name := key.String()
			if of.IsArray() {
				name = strconv.Itoa(n)
				n++
			}
			numbersOf(value, at+"/"+name, into)
			return true
		})
	}
	return into
}

// TestEveryNumberIsCountedOrNamed walks the content of a report. Each of its numbers is counted again by the script of the bundle, or cannot.csv has it with the
// reason. Without a row of cannot.csv the script names the numbers of this row, and no others.
func TestEveryNumberIsCountedOrNamed(t *testing.T) {
	t.Parallel()
	folder := bundleOfExample(t)
	numbers := numbersOf(gjson.Parse(inBundle(t, folder, "report.json")), "", map[string]float64{})
	named, reasons := map[string]bool{}, sheetInBundle(t, folder, "cannot")
	for _, row := range reasons {
		place := regexp.MustCompile("^(?:" + row["place"] + ")$")
		for at := range numbers {
			if place.MatchString(at) {
				named[at] = true
			}
		}
		if len(row["reason"]) < 20 {
			t.Errorf("%s has the reason %q", row["place"], row["reason"])
		}
	}
	if counted := len(numbers) - len(named); counted < 20 || len(named) < 20 {
		t.Fatalf("%d numbers, %d of them cannot be counted again", len(numbers), len(named))
	}
	if said, right := checks(t, folder); !right || !strings.Contains(said, fmt.Sprintf("%d numbers were counted again\n", len(numbers)-len(named))) {
		t.Errorf("%d numbers are to be counted again, and the script says %s", len(numbers)-len(named), said)
	}
	whole := inBundle(t, folder, "cannot.csv")
	head, _, _ := strings.Cut(whole, "\n")
	if err := os.WriteFile(filepath.Join(folder, "cannot.csv"), []byte(head+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	said, _ := checks(t, folder)
	for at := range numbers {
		if complains := strings.Contains(said, "BAD   "+at+" is neither counted again nor among"); complains != named[at] {
			t.Errorf("%s: the script complains without cannot.csv: %v", at, complains)
		}
	}
}

// TestThePageHasNoOtherNumbers reads each number in the tables and lists of the printed report. It is a number of the content that was signed, or a share of two.
func TestThePageHasNoOtherNumbers(t *testing.T) {
	t.Parallel()
	folder := bundleOfExample(t)
	known, content := map[string]bool{}, gjson.Parse(inBundle(t, folder, "report.json"))
	for at, number := range numbersOf(content, "", map[string]float64{}) {
		known[strconv.FormatFloat(number, 'f', -1, 64)] = true
		if strings.HasSuffix(at, "/share") {
			known[fmt.Sprintf("%.1f%%", 100*math.Min(number, 1))] = true
		}
	}
	for _, a := range sheetInBundle(t, folder, "answers") {
		known[a["comments"]] = true
	}
	for _, table := range []string{"themes", "campaigns"} {
		for _, row := range sheetInBundle(t, folder, table) {
			known[row["size"]] = true
		}
	}
	for _, stance := range stancesByClause(t, folder) {
		known[stance] = true
	}
	for _, locale := range []string{"zh", "en"} {
		found := 0
		for _, cell := range regexp.MustCompile(`<t?d[d]?>([^<]*)</t?d[d]?>`).FindAllStringSubmatch(inBundle(t, folder, "report."+locale+".html"), -1) {
			for _, number := range regexp.MustCompile(`^[0-9,]+(?: \(([0-9.]+%)\))?$`).FindAllStringSubmatch(html.UnescapeString(cell[1]), -1) {
				count, _, _ := strings.Cut(strings.ReplaceAll(number[0], ",", ""), " ")
				if found++; !known[count] || number[1] != "" && !known[number[1]] {
					t.Errorf("%s has %q, which is in no table", locale, cell[1])
				}
			}
		}
		if found < 30 {
			t.Errorf("%s has %d numbers", locale, found)
		}
	}
}

// stancesByClause are the counts of the map of the draft, from the rows of comments.
func stancesByClause(t *testing.T, folder string) (counts []string) {
	by, sums := map[[2]string]int{}, map[string]int{}
	for _, c := range sheetInBundle(t, folder, "comments") {
		by[[2]string{c["clause"], c["stance"]}]++
		sums[c["clause"]]++
	}
	for _, n := range by {
		counts = append(counts, strconv.Itoa(n))
	}
	for _, n := range sums {
		counts = append(counts, strconv.Itoa(n))
	}
	return append(counts, "0")
}

// TestBundleTellsNoMoreOfSurveys holds each count of surveys.csv against the report: it is published there, for the same question, and what the report withholds is
// empty here too. So who attacks the bundle has only what TestNobodyWorksOutSmallCells reads.
func TestBundleTellsNoMoreOfSurveys(t *testing.T) {
	t.Parallel()
	folder := bundleOfExample(t)
	published := map[string][]float64{}
	for _, s := range gjson.Get(inBundle(t, folder, "report.json"), "said.surveys").Array() {
		of := s.Get("survey").String() + " " + s.Get("results.version").String()
		for _, q := range s.Get("results.questions").Array() {
			at := of + " " + q.Get("question.key").String()
			for place, number := range numbersOf(q, "", map[string]float64{}) {
				if !strings.HasPrefix(place, "/question/") {
					published[at] = append(published[at], number)
				}
			}
		}
		for _, number := range numbersOf(s.Get("results.byDay"), "", map[string]float64{}) {
			published[of+" "] = append(published[of+" "], number)
		}
		if n := s.Get("results.responses"); n.Type == gjson.Number {
			published[of+" "] = append(published[of+" "], n.Num)
		}
	}
	counts, withheld := 0, 0
	for _, row := range sheetInBundle(t, folder, "surveys") {
		at := row["survey"] + " " + row["version"] + " " + row["question"]
		for _, column := range []string{"count", "share"} {
			number, err := strconv.ParseFloat(row[column], 64)
			if err != nil {
				withheld++
				continue
			}
			counts++
			i := slices.Index(published[at], number)
			if i < 0 {
				t.Errorf("%s %s is not in the report: %v", column, row[column], row)
				continue
			}
			published[at] = slices.Delete(published[at], i, i+1)
		}
	}
	if counts < 20 || withheld == 0 {
		t.Errorf("%d counts and %d empty cells prove little", counts, withheld)
	}
	for _, file := range []string{"surveys", "comments", "codes", "members", "themes", "campaigns", "answers", "effects", "texts"} {
		rows := sheetInBundle(t, folder, file)
		for _, row := range rows[:min(1, len(rows))] {
			for _, column := range []string{"person", "author", "account", "response", "record_key"} {
				if _, has := row[column]; has {
					t.Errorf("%s.csv tells the %s", file, column)
				}
			}
		}
	}
}
