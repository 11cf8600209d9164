// Package plan judges how PostgreSQL gets at the tables that grow with the public, by the plans that it really runs.
package plan

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Told is the address of a database whose sessions tell the plan of each statement that they run, and the rows that each step gave: in the server's log, or, with
// the level NOTICE, to the client. It takes a superuser and PostgreSQL's auto_explain.
func Told(database, level string) string {
	return database + "&options=" + url.PathEscape("-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c auto_explain.log_analyze=on -c auto_explain.log_level="+level)
}

var (
	// walked is a table that grows with the public and is read from one end to the other, with what that costs. Waiting deltas are
	// none: there is seldom more than a page of them.
	walked = regexp.MustCompile(`Seq Scan on (?:comments|survey_responses|tallies|receipts|answered_comments)\b[^\n]*cost=[\d.]+\.\.(\d+)`)
	// used is an index, and entered one of a big table's, with the line after it.
	used    = regexp.MustCompile(`Index (?:Only )?Scan (?:Backward )?(?:using|on) (\w+)`)
	entered = regexp.MustCompile(`Index (?:Only )?Scan (?:Backward )?(?:using|on) (?:comments|survey_responses|tallies|answered_comments)_\w+[^\n]*\n[^\n]*`)
)

// cheapWalk is what it costs, by PostgreSQL's reckoning, to walk a table that is still of a few pages, for which no index is worth while.
const cheapWalk = 10

// begin stands at the beginning of each plan that is told.
const begin = "duration: "

// Judge names the indexes that plans use, and refuses those that walk a big table or go into its index without a key.
func Judge(plans string) ([]string, error) {
	indexes := map[string]bool{}
	for _, found := range used.FindAllStringSubmatch(plans, -1) {
		indexes[found[1]] = true
	}
	if !strings.Contains(plans, begin) {
		return nil, errors.New("PostgreSQL told no plan; is auto_explain there?")
	}
	for _, at := range walked.FindAllStringSubmatchIndex(plans, -1) {
		if cost, _ := strconv.Atoi(plans[at[2]:at[3]]); cost > cheapWalk {
			return nil, fmt.Errorf("%q is in this plan:\n%s", plans[at[0]:at[1]], around(plans, at[0]))
		}
	}
	for _, at := range entered.FindAllStringIndex(plans, -1) {
		if node := plans[at[0]:at[1]]; !strings.Contains(node, "Index Cond:") {
			return nil, fmt.Errorf("%q is in this plan:\n%s", node, around(plans, at[0]))
		}
	}
	return slices.Sorted(maps.Keys(indexes)), nil
}

// around cuts out the plan that a place lies in.
func around(plans string, at int) string {
	from := max(0, strings.LastIndex(plans[:at], begin))
	rest, _, _ := strings.Cut(plans[at:], begin)
	return plans[from:at] + rest
}
