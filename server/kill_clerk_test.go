package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/graph/graphtest"
)

// clerk is a member of the staff who works while the server and its PostgreSQL fail.
type clerk struct {
	*writeLoad
	name, token    string
	office, record string
	made           map[string][]string // by mutation: the ids that were acknowledged
	receipts       []string
}

// clerkWrites are what clerks write, and the field of the payload that has the id.
var clerkWrites = []struct {
	mutation, result string
	input            func(c *clerk) string
}{
	{"enterDisclosureRequest", "receipt { code } disclosureRequest", func(c *clerk) string {
		return fmt.Sprintf(`departmentId: %q, applicantKind: NATURAL_PERSON, topic: OTHER, text: "请公开名单", wantedForm: PAPER, channel: SUBMITTED_IN_PERSON, on: %q,
			applicant: {name: "甲", proof: "乙", contact: "丙"}`, c.office, graphtest.InDays(-9))
	}},
	{"recordDisclosureEvent", "disclosureRequest", func(c *clerk) string {
		return fmt.Sprintf(`disclosureRequestId: %q, kind: FEE_NOTICE_RECEIVED, on: %q, amountYuan: 100`, c.last("enterDisclosureRequest"), graphtest.InDays(-9))
	}},
	{"recordConcern", "concern", func(c *clerk) string {
		return fmt.Sprintf(`departmentId: %q, kind: OTHER, severity: ORDINARY, summary: "网传停水。", sensedAt: %q, sources: []`, c.office, time.Now().Add(-time.Hour).Format(time.RFC3339))
	}},
	{"answerConcern", "response", func(c *clerk) string {
		return fmt.Sprintf(`answer: {concernIds: [%q], title: [{locale: "zh", text: "说明"}], body: [{locale: "zh", text: "没有停水。"}]}`, c.last("recordConcern"))
	}},
	{"createInterpretation", "interpretation", func(c *clerk) string {
		return fmt.Sprintf(`policyRecordId: %q, interpretation: {title: [{locale: "zh", text: "解读"}], body: [{locale: "zh", text: "为什么？"}], origin: OWN, medium: TEXT, elements: []}`, c.record)
	}},
	{"openTopic", "topic", func(c *clerk) string {
		return fmt.Sprintf(`departmentId: %q, topic: {locale: "zh", title: "专题", summary: "关于公园。", pinnedIds: [%q]}`, c.office, c.record)
	}},
	{"importCatalogue", "catalogue", func(c *clerk) string {
		return fmt.Sprintf(`departmentId: %q, district: %q, field: "公园", table: "序号,一级事项,公开内容（要素）,公开依据,公开时限\n1,分配,名单,办法,实时\n"`, c.office, c.name+strconv.Itoa(len(c.made["importCatalogue"])))
	}},
	{"openReadingPoint", "readingPoint", func(c *clerk) string {
		return fmt.Sprintf(`departmentId: %q, readingPoint: {kind: LIBRARY, name: [{locale: "zh", text: "查阅点"}], address: [{locale: "zh", text: "一号"}], openingHours: [{locale: "zh", text: "工作日"}], contact: "1"}`, c.office)
	}},
}

// last is the newest id that a mutation gave.
func (c *clerk) last(mutation string) string {
	ids := c.made[mutation]
	return ids[len(ids)-1]
}

// work writes everything in turn until the load ends.
func (c *clerk) work() {
	for !c.over.Load() {
		for _, w := range clerkWrites {
			c.write(w.mutation, w.result, w.input(c))
			c.acknowledged.Add(1)
		}
	}
}

// write sends the same mutation until the server replies. An event has no key: where its reply was lost, the repetition is refused.
func (c *clerk) write(mutation, result, input string) {
	if mutation != "recordDisclosureEvent" {
		input += fmt.Sprintf(`, idempotencyKey: "%s-%s-%d"`, c.name, mutation, len(c.made[mutation]))
	}
	body, _ := json.Marshal(map[string]string{"query": fmt.Sprintf(`mutation { done: %s(input: {%s}) { %s { id } userErrors { code field } } }`, mutation, input, result)})
	var done gjson.Result
	tries := 0
	until(c.t, "the server answers "+c.name, func() bool {
		tries++
		got, err := c.server.Load().try("POST", "/graphql", string(body), "Content-Type", "application/json", "Authorization", "Bearer "+c.token)
		answer := gjson.Parse(got.body)
		done = answer.Get("data.done")
		return err == nil && got.StatusCode == 200 && done.Exists() && !answer.Get("errors").Exists()
	})
	if tries > 1 {
		c.retried.Add(1)
	}
	id := done.Get(result[strings.LastIndex(result, " ")+1:] + ".id").String()
	if done.Get("userErrors.0.code").String() == "FEE_ALREADY_ASKED" && tries > 1 {
		id = c.last("enterDisclosureRequest")
	}
	if id == "" || slices.Contains(c.made[mutation], id) {
		c.t.Errorf("%s: %s after %d tries gave %s", c.name, mutation, tries, done.Raw)
	}
	c.made[mutation] = append(c.made[mutation], id)
	if code := done.Get("receipt.code").String(); code != "" {
		c.receipts = append(c.receipts, code)
	}
}

// TestKilledUnderClerks injects faults while members of the staff enter requests, record fees and concerns, and write answers, interpretations, topics, catalogues and
// reading points. What is acknowledged is there once, with its entry in the audit log. With MINYI_KILLS=10 each fault happens ten times instead of once.
func TestKilledUnderClerks(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the processes of PostgreSQL are found as Linux shows them")
	}
	kills, err := strconv.Atoi(cmp.Or(os.Getenv("MINYI_KILLS"), "1"))
	if err != nil {
		t.Fatal(err)
	}
	s := prepareLoad(t, start(t, exampleFolder(t)), 2*time.Second)
	before := s.audited()
	clerks := s.runClerks(kills)
	t.Logf("%d writes acknowledged, %d of them asked more than once", s.acknowledged.Load(), s.retried.Load())
	s.checkClerks(clerks, before)
}

// runClerks lets clerks of one department work during all faults.
func (s *writeLoad) runClerks(kills int) (clerks []*clerk) {
	p := s.server.Load()
	office := p.ask("", `{ departments { nodes { id code } } }`).Get(`data.departments.nodes.#(code=="PARKS").id`).String()
	record := p.ask("", fmt.Sprintf(`{ policyRecords(filter: {departmentId: %q}) { nodes { id } } }`, office)).Get("data.policyRecords.nodes.0.id").String()
	var all sync.WaitGroup
	for i := range 8 {
		name := fmt.Sprintf("clerk-%d", i)
		c := &clerk{writeLoad: s, name: name, token: p.token("-subject", name, "-role", "PARKS:EDITOR"), office: office, record: record, made: map[string][]string{}}
		clerks = append(clerks, c)
		all.Go(c.work)
	}
	defer all.Wait()
	defer s.over.Store(true)
	s.injectAll(kills)
	return clerks
}

// audited counts the entries of the audit log by what was done.
func (s *writeLoad) audited() map[string]int {
	s.t.Helper()
	n, db := map[string]int{}, s.server.Load().behind()
	for _, w := range clerkWrites {
		n[w.mutation] = number(s.t, db, fmt.Sprintf(`SELECT count(*) FROM audit_log WHERE action = '%s'`, w.mutation))
	}
	return n
}

// checkClerks compares the database with what was acknowledged.
func (s *writeLoad) checkClerks(clerks []*clerk, before map[string]int) {
	p, after, fees := s.server.Load(), s.audited(), 0
	for _, w := range clerkWrites {
		acknowledged := 0
		for _, c := range clerks {
			acknowledged += len(c.made[w.mutation])
			for ids := range slices.Chunk(c.made[w.mutation], atOnce) {
				list, _ := json.Marshal(ids)
				if found := p.ask(c.token, fmt.Sprintf(`{ nodes(ids: %s) { id } }`, list)).Get("data.nodes.#.id").Raw; found != string(list) {
					s.t.Errorf("%s: %s finds %s of %s", w.mutation, c.name, found, list)
				}
			}
		}
		if got := after[w.mutation] - before[w.mutation]; got != acknowledged || acknowledged == 0 {
			s.t.Errorf("%s was acknowledged %d times and has %d entries in the audit log", w.mutation, acknowledged, got)
		}
		if w.mutation == "recordDisclosureEvent" {
			fees = acknowledged
		}
	}
	if got := number(s.t, p.behind(), `SELECT count(*) FROM disclosure_requests q WHERE q.outcome = 'FEE_OVERDUE' AND (SELECT count(*) FROM disclosure_events e WHERE e.request_id = q.id AND e.kind = 'FEE_NOTICE_RECEIVED') = 1`); got != fees {
		s.t.Errorf("%d requests wait for a fee, want %d", got, fees)
	}
	for _, c := range clerks {
		for codes := range slices.Chunk(c.receipts, atOnce) {
			(&writer{writeLoad: s, name: c.name}).checkReceipts(p, codes)
		}
	}
	for _, kept := range []string{"-database", "-audit"} {
		if code, said := p.verifies(kept); code != success {
			s.t.Errorf("verify %s: exit code %d: %s", kept, code, said)
		}
	}
}
