package graph_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	informdb "minyi/db/inform"
	"minyi/domain/civic"
	"minyi/domain/inform"
)

// openYear is the year 2024 of one department. What it does today is moved to its day of 2024, because nobody can wait for it.
type openYear struct {
	*matrix
	table annualTable
}

// TestAYearOfOpenGovernment tells the year of a department: it adopts a policy and explains it late, opens a topic, answers a concern with an hour to spare, takes
// 30 requests through all outcomes, publishes a catalogue and misses a duty, and accounts for the year. The account goes out on four channels, of which one fails.
func TestAYearOfOpenGovernment(t *testing.T) {
	t.Parallel()
	y := &openYear{matrix: newMatrix(t)}
	y.explainsLate()
	y.opensATopic()
	y.answersAConcern()
	y.missesADuty()
	y.takesRequests()
	y.accounts()
}

// on is an instant of 2024 in the city's time.
func on(month time.Month, day, hour int) time.Time {
	return time.Date(2024, month, day, hour, 0, 0, 0, time.FixedZone("", 8*60*60))
}

// released passes a content through its review, releases it, and moves the release to an instant.
func (y *openYear) released(id string, at time.Time) {
	y.Helper()
	release(y.city, id)
	y.moved(`UPDATE contents SET published_at = $2 WHERE id = $1`, id, at)
}

// moved runs a statement on what has an id.
func (y *openYear) moved(statement, id string, more ...any) {
	y.Helper()
	parsed, err := civic.ParseID(id)
	if err != nil {
		y.Fatal(err)
	}
	y.city.SQL.MustExec(statement, append([]any{parsed.Key}, more...)...)
}

// shows reads as the public, and holds one place of the answer against what it must be.
func (y *openYear) shows(what, want, query, path string, variables ...any) {
	y.Helper()
	if got := y.city.Anyone().Must(query, variables...).Get(path); got.Raw != want {
		y.Errorf("%s: %s, want %s", what, got.Raw, want)
	}
}

// explainsLate adopts a text on the last working day before a holiday, and explains it two working days late.
func (y *openYear) explainsLate() {
	y.city.MoveTime(y.asked.Consultation, afterClosing)
	y.city.Publisher().Must(publish, "input", map[string]any{"consultationId": y.asked.Consultation})
	y.city.Publisher().Must(adopt, "input", map[string]any{"draftId": y.asked.Draft, "effectiveOn": inDays(0)})
	adopted(y.city, y.asked.Draft, on(time.April, 30, 9))
	const list = `query ($year: Int!) { interpretationsOverdue(year: $year) { state overdueDays due { dueOn } } }`
	missing := y.city.Anyone().Must(list, "year", 2024).Get("interpretationsOverdue")
	if len(missing.Array()) != 1 || missing.Get("0.state").String() != "OVERDUE" || missing.Get("0.due.dueOn").String() != "2024-05-08" {
		y.Errorf("without an explanation the list is %s", missing.Raw)
	}
	id := y.city.Editor().Must(createInterpretation, "input", interpretationOf(y.asked.Record, "clauseIds", y.asked.Clauses[1:])).Get("createInterpretation.interpretation.id").String()
	y.released(id, on(time.May, 10, 15))
	y.shows("explained late", `[{"state":"LATE","overdueDays":2,"due":{"dueOn":"2024-05-08"}}]`, list, "interpretationsOverdue", "year", 2024)
	y.shows("from the clause to its explanation", fmt.Sprintf(`[{"id":%q}]`, id), `query ($id: ID!) { node(id: $id) { ... on Clause { interpretations { id } } } }`, "node.interpretations", "id", y.asked.Clauses[2])
}

// opensATopic opens a column that gathers the policy.
func (y *openYear) opensATopic() {
	id := y.city.Editor().Must(openTopic, "input", topicOf(y.housing)).Get("openTopic.topic.id").String()
	y.released(id, on(time.May, 20, 9))
	y.moved(`UPDATE topic_years SET year = 2024 WHERE root_id = $1`, id)
	y.shows("the columns of the year", `{"new":1,"adjusted":0,"kept":0,"closed":0,"undecided":0}`, countTopics, "topicCount", "year", 2024)
	y.shows("the column", fmt.Sprintf(`{"nodes":[{"id":%q}]}`, y.asked.Record), readTopic, "node.policies", "id", id)
}

// answersAConcern answers within 47 of 48 hours, which a weekend does not stop.
func (y *openYear) answersAConcern() {
	inspector := y.city.Staff("inspector", "", civic.Inspector)
	noted := inspector.Must(recordConcern, "input", concern("sensedAt", on(time.June, 7, 20))).Get("recordConcern.concern")
	id := noted.Get("id").String()
	if got := noted.Get("due.dueAt").String(); got != "2024-06-09T12:00:00Z" {
		y.Errorf("the answer is due at %s", got)
	}
	inspector.Must(assignConcern, "input", map[string]any{"concernId": id, "departmentId": y.housing})
	answer := y.city.Editor().Must(answerConcern, "input", answerTo(id)).Get("answerConcern.response.id").String()
	y.released(answer, on(time.June, 9, 19))
	y.shows("the concern", fmt.Sprintf(`[{"id":%q,"state":"ANSWERED","hoursLate":0,"answeredAt":"2024-06-09T11:00:00Z","sensedAt":"2024-06-07T12:00:00Z","mergedInto":null,"responses":[{"id":%q}]}]`, id, answer),
		readConcerns, "publicConcerns.nodes")
	y.shows("the department's answers", `[{"department":{"code":"HOUSING"},"open":0,"overdue":0,"answered":1,"answeredLate":0,"closedUnanswered":0}]`, readStandings, "concernStandings", "year", 2024)
}

// missesADuty publishes a catalogue of two rows. Of the first something is formed that nobody publishes, of the second nothing ever was.
func (y *openYear) missesADuty() {
	_, item := y.catalogue()
	y.city.Editor().Must(recordFormed, "input", map[string]any{"itemId": item, "title": "第三批名单", "formedOn": "2024-09-27"})
	missed := y.city.Anyone().Must(`{ disclosureDuties(fulfilled: false) { nodes { title overdueDays due { dueOn } } } }`).Get("disclosureDuties.nodes")
	if len(missed.Array()) != 1 || missed.Get("0.overdueDays").Int() < 100 || missed.Get("0.due.dueOn").String() != "2024-10-30" {
		y.Errorf("what nobody published in time is %s", missed.Raw)
	}
	y.shows("what nobody ever published", `["公租房名单","分配结果"]`, readGaps, "catalogueGaps.nodes.#.elements")
}

// takesRequests takes the requests of the worked table through their outcomes, and moves each step to its day.
func (y *openYear) takesRequests() {
	y.table = readAnnualTable(y.T)
	d, taken := &disclosureDesk{City: y.city, t: y.T, office: y.housing}, 0
	for _, r := range y.table.Requests {
		if !r.Counted && r.Outcome == "" && r.ReceivedOn < "2025" {
			continue // advice by telephone, which is no request
		}
		id := y.request(d, r.ID, r.ApplicantKind, r.ReceivedOn, r.Outcome)
		y.moved(`UPDATE disclosure_events SET on_day = $2 WHERE request_id = $1 AND on_day > $2`, id, firstOf(r.DecidedOn, "2025-02-01"))
		taken++
	}
	countedAgain(y.T, y.city)
	register := y.city.Anyone().Must(`query ($id: ID!) { disclosureRegister(departmentId: $id, first: 100) { totalCount nodes { outcome decidedOn state } } }`, "id", y.housing).Get("disclosureRegister")
	if int(register.Get("totalCount").Int()) != taken || taken != 32 {
		y.Errorf("the register has %s of %d requests", register.Get("totalCount"), taken)
	}
	for _, r := range y.table.Requests {
		if r.Outcome != "" && !slices.ContainsFunc(register.Get("nodes").Array(), func(n gjson.Result) bool {
			return n.Get("outcome").String() == r.Outcome && n.Get("decidedOn").String() == r.DecidedOn
		}) {
			y.Errorf("the register has no request that ended as %s on %s", r.Outcome, r.DecidedOn)
		}
	}
}

// firstOf returns the first text that is not empty.
func firstOf(texts ...string) string {
	return texts[slices.IndexFunc(texts, func(text string) bool { return text != "" })]
}

// request takes one request to its outcome. Its steps bear today's day where the API allows no other.
func (y *openYear) request(d *disclosureDesk, number, kind, received, outcome string) string {
	y.Helper()
	step := func(id, event string, more ...any) {
		y.Helper()
		if _, problems := d.event(id, event, more...); len(problems) > 0 {
			y.Fatalf("%s, %s: %v", number, event, problems)
		}
	}
	if outcome == "OTHER_HANDLING" { // the applicant withdraws, which only a request on the web can be
		resident := verified(y.city.Resident("applicant"))
		id := resident.Must(submitRequest, "input", requestTo(d.office, "applicantKind", kind)).Get("submitDisclosureRequest.disclosureRequest.id").String()
		y.moved(`UPDATE disclosure_events SET on_day = $2 WHERE request_id = $1`, id, received)
		step(id, "CONFIRMED", "on", received)
		resident.Must(withdrawOwn, "input", named(id))
		return id
	}
	id := y.city.Editor().Must(enterRequest, "input", requestTo(d.office, "applicantKind", kind, "channel", "SUBMITTED_IN_PERSON", "on", received)).Get("enterDisclosureRequest.disclosureRequest.id").String()
	switch outcome {
	case "":
		if number == "R29" {
			step(id, "CORRECTION_NOTICE", "on", "2024-12-23", "answerBy", "2025-01-15")
		}
		return id
	case "CORRECTION_OVERDUE":
		step(id, "CORRECTION_NOTICE", "on", "2024-04-26", "answerBy", "2024-05-22")
		return id
	case "FEE_OVERDUE":
		step(id, "FEE_NOTICE_RECEIVED", "on", "2024-07-22", "amountYuan", 100)
		return id
	case "STILL_UNCLEAR":
		step(id, "CORRECTION_NOTICE", "on", "2024-05-09", "answerBy", "2024-05-24")
		step(id, "CORRECTED", "on", "2024-05-20", "text", "仍不清楚。")
	}
	if outcome == "REFUSED_THIRD_PARTY_RIGHTS" {
		step(id, "THIRD_PARTY_ASKED", "on", received, "text", "甲公司")
		step(id, "OPINION_RECEIVED", "on", "2024-01-10", "party", "A", "text", "不同意公开。")
	}
	y.city.Editor().Must(draftReply, "input", with(named(id), "outcome", outcome, "text", "答复如下。", "legalBasis", "条例第三十六条", "withheldParts", "个人信息"))
	y.city.Reviewer().Must(checkReply, "input", named(id))
	y.city.Publisher().Must(signReply, "input", named(id))
	step(id, "REPLY_POSTED")
	return id
}

// accounts publishes the report of the year. Each wrong table is refused by exactly its checks.
func (y *openYear) accounts() {
	last := y.city.Editor().Must(openAnnual, "input", annualOf(y.housing, 2023)).Get("openAnnualReport.annualReport.id").String()
	fillReport(y.city, last, 2023)
	y.released(last, on(time.January, 30, 9))
	id := y.city.Editor().Must(openAnnual, "input", annualOf(y.housing, 2024)).Get("openAnnualReport.annualReport.id").String()
	fillReport(y.city, id, 2024)
	y.refusesWrongTables(y.table, id)
	y.holdsTable(y.table, id, y.city.Editor())
	y.goesOutOnFour(id)
	y.holdsTable(y.table, id, y.city.Anyone())
}

// goesOutOnFour releases the report to four channels. The connector replies nothing, so that only a person can say what became of it there.
func (y *openYear) goesOutOnFour(id string) {
	channels := map[string]string{"WEBSITE": y.channel("kind", "WEBSITE", "address", nil), "WEBHOOK": y.channel("kind", "WEBHOOK"),
		"EMAIL": y.channel("kind", "EMAIL", "address", "list@city.example", "unsubscribe", "https://city.example/leave"), "CONNECTOR": y.channel("kind", "CONNECTOR")}
	release(y.city, id)
	y.moved(`UPDATE contents SET published_at = $2 WHERE id = $1`, id, on(13, 24, 9)) // January of the next year
	sendings, err := informdb.TakeSendings(y.Context(), y.city.DB)
	if err != nil || len(sendings) != len(channels) {
		y.Fatalf("%d releases wait, %v", len(sendings), err)
	}
	for _, s := range sendings {
		outcome := inform.Outcome{State: inform.Confirmed}
		if s.Channel.Kind == inform.Connector {
			outcome = inform.FailedTimeout.Settle(s.Attempts, s.Channel.HonoursKey, "")
		}
		if err := informdb.Settle(y.Context(), y.city.DB, s, outcome); err != nil {
			y.Fatal(err)
		}
	}
	for kind, channel := range channels {
		want := map[bool]string{true: "CONFIRMED", false: "UNKNOWN"}[kind != "CONNECTOR"]
		if got := y.city.Publisher().Must(readReleases, "filter", map[string]any{"channelId": channel}).Get("channelReleases.nodes.#.state").Raw; got != fmt.Sprintf("[%q]", want) {
			y.Errorf("on the %s the report is %s, want %s", kind, got, want)
		}
	}
	if again, err := informdb.TakeSendings(y.Context(), y.city.DB); err != nil || len(again) != 0 {
		y.Errorf("%d releases are sent again by themselves, %v", len(again), err)
	}
	unknown := y.city.Publisher().Must(readReleases, "filter", map[string]any{"channelId": channels["CONNECTOR"]}).Get("channelReleases.nodes.0.id").String()
	y.city.Publisher().Must(settleIt, "input", map[string]any{"releaseId": unknown, "arrived": true, "url": "https://mp.example.org/2024", "reason": "已在公众号看到。"})
	y.shows("the copies that stand", `4`, `query ($id: ID!) { node(id: $id) { ... on AnnualReport { releases { copies { state } } } } }`, "node.releases.0.copies.#", "id", id)
}
