package graph_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/domain/policy"
	"minyi/domain/survey"
	"minyi/graph/graphtest"
)

const (
	launch   = `mutation ($input: LaunchConsultationInput!) { launchConsultation(input: $input) { consultation { id title(locale: "zh") status commentPeriod { closesOn shorteningReason } } warnings { kind message } userErrors { code field message } } }`
	extend   = `mutation ($input: ExtendCommentPeriodInput!) { extendCommentPeriod(input: $input) { consultation { status commentPeriod { closesAt closesOn extensions { from to reason } } } userErrors { code field message } } }`
	withdraw = `mutation ($input: WithdrawConsultationInput!) { withdrawConsultation(input: $input) { consultation { status withdrawalReason } userErrors { code field message } } }`
	standing = `query ($id: ID!) { consultation(id: $id) { status commentPeriod { closesOn extensions { to } } withdrawalReason policyRecord { stage timeline { nodes { kind reason subject { id } } } } } }`
)

// inDays is a day so many days from now, where the city lies.
func inDays(days int) string { return graphtest.InDays(days) }

// with copies an input and changes some of it; a nil value takes a field away.
func with(input map[string]any, changes ...any) map[string]any {
	changed := map[string]any{}
	for key, value := range input {
		changed[key] = value
	}
	for i := 0; i < len(changes); i += 2 {
		if changes[i+1] == nil {
			delete(changed, changes[i].(string))
			continue
		}
		changed[changes[i].(string)] = changes[i+1]
	}
	return changed
}

func TestPeriodIsExtendedAndConsultationWithdrawn(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	publisher := city.Publisher()

	moved := publisher.Must(extend, "input", map[string]any{"consultationId": asked.Consultation, "closesOn": inDays(90), "reason": "应居民要求"})
	if got := moved.Get("extendCommentPeriod.consultation.commentPeriod"); got.Get("closesOn").String() != inDays(90) || got.Get("extensions.0.from").String() != inDays(60) {
		t.Errorf("the period is now %s", got.Raw)
	}
	publisher.Must(withdraw, "input", map[string]any{"consultationId": asked.Consultation, "reason": "草案另行修改"})
	got := city.Anyone().Must(standing, "id", asked.Consultation).Get("consultation")
	if got.Get("status").String() != "WITHDRAWN" || got.Get("withdrawalReason").String() != "草案另行修改" || got.Get("policyRecord.stage").String() == "CONSULTING" {
		t.Errorf("withdrawn, it stands as %s", got.Raw)
	}
	var kinds []string
	for _, event := range got.Get("policyRecord.timeline.nodes").Array() {
		kinds = append(kinds, event.Get("kind").String())
	}
	if want := []string{"CONSULTATION_WITHDRAWN", "PERIOD_EXTENDED", "CONSULTATION_LAUNCHED", "RECORD_CREATED"}; !slices.Equal(kinds, want) {
		t.Errorf("the timeline says %v", kinds)
	}
}

func TestWithdrawingFreesSurveysWithoutResponses(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	free, answered := city.WriteSurvey("LIVE", graphtest.Questions()), city.WriteSurvey("LIVE", graphtest.Questions())
	input := map[string]any{"policyRecordId": city.Record(), "surveyIds": []string{free, answered}, "closesOn": inDays(60)}
	first := city.Publisher().Must(launch, "input", input).Get("launchConsultation.consultation.id").String()
	city.Resident("li").Must(submitResponse, "input", surveyForm(answered, graphtest.Answers(), ""))
	if got := graphtest.Problems(city.Publisher().Ask(launch, "input", input)); !slices.Equal(got, []string{"SURVEY_IN_USE surveyIds.0"}) {
		t.Errorf("while the surveys are in use: %v", got)
	}
	city.Publisher().Must(withdraw, "input", map[string]any{"consultationId": first, "reason": "另行修改"})
	const carried = `query ($id: ID!) { consultation(id: $id) { surveys { id } } }`
	if got := city.Anyone().Must(carried, "id", first).Get("consultation.surveys.#.id").Raw; got != `["`+answered+`"]` {
		t.Errorf("withdrawn, it carries %s, want %s", got, answered)
	}
	if got := graphtest.Problems(city.Publisher().Ask(launch, "input", with(input, "surveyIds", []string{answered}))); !slices.Equal(got, []string{"SURVEY_IN_USE surveyIds.0"}) {
		t.Errorf("with a survey that was responded to: %v", got)
	}
	again := city.Publisher().Must(launch, "input", with(input, "surveyIds", []string{free})).Get("launchConsultation.consultation.id").String()
	if got := city.Anyone().Must(carried, "id", again).Get("consultation.surveys.#.id").Raw; got != `["`+free+`"]` {
		t.Errorf("launched again, it carries %s, want %s", got, free)
	}
}

func TestStatusFollowsTheDatabasesClock(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	for _, c := range []struct {
		move time.Duration
		want string
	}{{-24 * time.Hour, "UPCOMING"}, {25 * time.Hour, "OPEN"}, {61 * 24 * time.Hour, "CLOSED"}} {
		city.MoveTime(asked.Consultation, c.move)
		if got := city.Anyone().Must(standing, "id", asked.Consultation).Get("consultation.status").String(); got != c.want {
			t.Errorf("after %s it is %s, want %s", c.move, got, c.want)
		}
	}
}

func TestStageFollowsTheConsultationThatIsNotOver(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	question := city.WriteSurvey("LIVE", graphtest.Questions())
	second := city.Publisher().Must(launch, "input", map[string]any{"policyRecordId": asked.Record, "surveyIds": []string{question}, "closesOn": inDays(60)}).Get("launchConsultation.consultation.id").String()
	stage := func() string {
		return city.Anyone().Must(standing, "id", asked.Consultation).Get("consultation.policyRecord.stage").String()
	}
	city.MoveTime(second, afterClosing)
	if got := stage(); got != "CONSULTING" {
		t.Errorf("with one open and a later one closed the stage is %s", got)
	}
	city.Publisher().Must(publish, "input", map[string]any{"consultationId": second})
	if got := stage(); got != "CONSULTING" {
		t.Errorf("with one open and a later one reported the stage is %s", got)
	}
	city.MoveTime(asked.Consultation, afterClosing)
	if got := stage(); got != "ANSWERING" {
		t.Errorf("with one closed and a later one reported the stage is %s", got)
	}
}

func TestOneVersionAtATimeIsUnderConsultation(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		meanwhile func(city *graphtest.City, asked graphtest.Asked)
		want      []string
	}{
		"the version before is open":         {func(*graphtest.City, graphtest.Asked) {}, []string{"CONSULTATION_UNDER_WAY draftId"}},
		"the version before is not reported": {func(city *graphtest.City, a graphtest.Asked) { city.MoveTime(a.Consultation, afterClosing) }, []string{"CONSULTATION_UNDER_WAY draftId"}},
		"the version before is reported": {func(city *graphtest.City, a graphtest.Asked) {
			city.MoveTime(a.Consultation, afterClosing)
			city.Publisher().Must(publish, "input", map[string]any{"consultationId": a.Consultation})
		}, nil},
		"the version before is withdrawn": {func(city *graphtest.City, a graphtest.Asked) {
			city.Publisher().Must(withdraw, "input", map[string]any{"consultationId": a.Consultation, "reason": "另行修改"})
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			city := graphtest.New(t)
			asked := city.PutToPublic()
			beside := map[string]any{"policyRecordId": asked.Record, "surveyIds": []string{city.WriteSurvey("LIVE", graphtest.Questions())}, "closesOn": inDays(60)}
			city.Publisher().Must(launch, "input", beside)
			next, _ := nextVersion(city, asked)
			approve(city, next)
			c.meanwhile(city, asked)
			input := map[string]any{"policyRecordId": asked.Record, "draftId": next, "closesOn": inDays(60)}
			if got := graphtest.Problems(city.Publisher().Ask(launch, "input", input)); !slices.Equal(got, c.want) {
				t.Errorf("launching the next version: %v, want %v", got, c.want)
			}
		})
	}
}

func TestConsultationRefusals(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	other := city.Record()
	publisher := city.Publisher()
	launched := map[string]any{"policyRecordId": asked.Record, "draftId": asked.Draft, "closesOn": inDays(60)}
	moved := map[string]any{"consultationId": asked.Consultation, "closesOn": inDays(90), "reason": "应居民要求"}
	taken := map[string]any{"consultationId": asked.Consultation, "reason": "草案另行修改"}
	unapproved := civic.NewKey()
	otherID, _ := civic.ParseID(other)
	city.SQL.MustExec(`INSERT INTO drafts (id, policy_record_id, version, title, explanatory_note, legal_bases, state, content_hash, import_warnings, created_by)
		VALUES ($1, $2, 1, 't', '{}', '[]', 'REVIEWED', 'h', '[]', $1)`, unapproved, otherID.Key)
	draft := civic.IDOf(policy.DraftKind, unapproved).String()
	before := city.Anyone().Must(standing, "id", asked.Consultation).Raw

	for name, c := range map[string]struct {
		who   *graphtest.Client
		what  string
		input map[string]any
		want  string
	}{
		"launch without signing in":         {city.Anyone(), launch, launched, "UNAUTHENTICATED"},
		"launch by an editor":               {city.Editor(), launch, launched, "FORBIDDEN"},
		"launch by another department":      {city.Staff("p", "PARKS", civic.Publisher), launch, launched, "FORBIDDEN"},
		"launch twice":                      {publisher, launch, launched, "CONSULTATION_UNDER_WAY draftId"},
		"launch of nothing":                 {publisher, launch, with(launched, "draftId", nil), "NOTHING_TO_ASK"},
		"launch on an unknown record":       {publisher, launch, with(launched, "policyRecordId", civic.IDOf(policy.PolicyRecordKind, civic.NewKey()).String()), "NOT_FOUND policyRecordId"},
		"launch on a draft's id":            {publisher, launch, with(launched, "policyRecordId", asked.Draft), "BAD_ID policyRecordId"},
		"launch with garbage for ids":       {publisher, launch, with(launched, "policyRecordId", "x", "draftId", "%"), "BAD_ID policyRecordId,BAD_ID draftId"},
		"launch of another record's draft":  {publisher, launch, with(launched, "policyRecordId", other), "OTHER_RECORD draftId"},
		"launch of an unapproved draft":     {publisher, launch, with(launched, "policyRecordId", other, "draftId", draft), "DRAFT_NOT_APPROVED draftId"},
		"launch with an unknown survey":     {publisher, launch, with(launched, "policyRecordId", other, "draftId", nil, "surveyIds", []string{civic.IDOf(survey.SurveyKind, civic.NewKey()).String()}), "NOT_FOUND surveyIds.0"},
		"launch for a day":                  {publisher, launch, with(launched, "closesOn", inDays(1)), "SHORTENING_REASON_REQUIRED shorteningReason"},
		"launch with yesterday for a close": {publisher, launch, with(launched, "closesOn", inDays(-2)), "PERIOD_ENDS_BEFORE_IT_OPENS closesOn"},
		"launch in the past":                {publisher, launch, with(launched, "opensAt", "2020-01-01T00:00:00Z"), "PERIOD_IN_THE_PAST opensAt"},
		"launch by unknown rules":           {publisher, launch, with(launched, "profile", "MARS"), "UNKNOWN_PROFILE profile"},
		"launch by another kind's rules":    {publisher, launch, with(launched, "profile", "UK", "closesOn", inDays(1)), "WRONG_PROFILE profile"},
		"extend without a reason":           {publisher, extend, with(moved, "reason", "  "), "REASON_REQUIRED reason"},
		"extend to an earlier day":          {publisher, extend, with(moved, "closesOn", inDays(59)), "EXTENSION_NOT_LATER closesOn"},
		"extend by an editor":               {city.Editor(), extend, moved, "FORBIDDEN"},
		"extend by another department":      {city.Staff("p", "PARKS", civic.Publisher), extend, moved, "FORBIDDEN"},
		"extend an unknown one":             {publisher, extend, with(moved, "consultationId", civic.IDOf(civic.ConsultationKind, civic.NewKey()).String()), "NOT_FOUND consultationId"},
		"withdraw without a reason":         {publisher, withdraw, with(taken, "reason", ""), "REASON_REQUIRED reason"},
		"withdraw by a resident":            {city.Resident("li"), withdraw, taken, "FORBIDDEN"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(graphtest.Problems(c.who.Ask(c.what, "input", c.input)), ","); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
	if after := city.Anyone().Must(standing, "id", asked.Consultation).Raw; after != before {
		t.Errorf("refusals changed it from %s to %s", before, after)
	}
	if total := city.Anyone().Must(`{ consultations { totalCount } }`).Get("consultations.totalCount").Int(); total != 1 {
		t.Errorf("%d consultations, want 1", total)
	}
	city.Publisher().Must(withdraw, "input", map[string]any{"consultationId": asked.Consultation, "reason": "另行修改"})
	if got := graphtest.Problems(publisher.Ask(extend, "input", moved)); !slices.Equal(got, []string{"WITHDRAWN"}) {
		t.Errorf("extending a withdrawn period: %v", got)
	}
}

func TestLaunchIsIdempotent(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.Publisher().Must(withdraw, "input", map[string]any{"consultationId": asked.Consultation, "reason": "重新发布"})
	input := map[string]any{"policyRecordId": asked.Record, "draftId": asked.Draft, "closesOn": inDays(20), "shorteningReason": "情况紧急", "idempotencyKey": "again"}
	first := city.Publisher().Must(launch, "input", input)
	if again := city.Publisher().Must(launch, "input", input); again.Raw != first.Raw {
		t.Errorf("the same request gave %s and then %s", first.Raw, again.Raw)
	}
	if got := graphtest.Problems(city.Publisher().Ask(launch, "input", with(input, "closesOn", inDays(21)))); !slices.Equal(got, []string{"IDEMPOTENCY_CONFLICT idempotencyKey"}) {
		t.Errorf("another body under the same key: %v", got)
	}
	if got := first.Get("launchConsultation.consultation.title").String(); got != "物业管理办法" {
		t.Errorf("without a title of its own it is called %q", got)
	}
}

func TestConsultationLists(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	first, second := city.PutToPublic(), city.PutToPublic()
	city.Publisher().Must(extend, "input", map[string]any{"consultationId": first.Consultation, "closesOn": inDays(90), "reason": "应居民要求"})
	third := city.PutToPublic()
	city.MoveTime(third.Consultation, 61*24*time.Hour)
	names := map[string]string{first.Consultation: "first", second.Consultation: "second", third.Consultation: "third"}
	list := func(arguments string) string {
		var found []string
		for _, node := range city.Anyone().Must(`{ consultations(` + arguments + `) { nodes { id } } }`).Get("consultations.nodes").Array() {
			found = append(found, names[node.Get("id").String()])
		}
		return strings.Join(found, " ")
	}
	department := city.Anyone().Must(`{ departments { nodes { id } } }`).Get("departments.nodes.0.id").String()
	for arguments, want := range map[string]string{
		`orderBy: NEWEST`:                                    "third second first",
		`orderBy: CLOSING_SOONEST`:                           "third second first",
		`orderBy: CLOSING_SOONEST, filter: {status: [OPEN]}`: "second first",
		`filter: {status: [CLOSED, REPORTED]}`:               "third",
		`filter: {status: []}`:                               "",
		`filter: {kind: MAJOR_DECISION}`:                     "third second first",
		`filter: {kind: STATUTE}`:                            "",
		`filter: {title: "物业"}`:                              "third second first",
		`filter: {title: "PROPERTY man"}`:                    "third second first",
		`filter: {title: "%"}`:                               "",
		`filter: {departmentId: "` + department + `"}`:       "third second first",
		`first: 2`: "third second",
		`last: 2`:  "second first",
	} {
		if got := list(arguments); got != want {
			t.Errorf("%s: %s, want %s", arguments, got, want)
		}
	}
}

func TestPagesStayRightUnderInserts(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	for range 3 {
		city.PutToPublic()
	}
	page := func(arguments string) (ids []string, end string, more bool) {
		got := city.Anyone().Must(`{ consultations(` + arguments + `) { edges { cursor node { id } } pageInfo { endCursor hasNextPage } } }`).Get("consultations")
		for _, edge := range got.Get("edges").Array() {
			ids = append(ids, edge.Get("node.id").String())
		}
		return ids, got.Get("pageInfo.endCursor").String(), got.Get("pageInfo.hasNextPage").Bool()
	}
	whole, _, _ := page(`first: 100`)
	one, cursor, more := page(`first: 1`)
	city.PutToPublic()
	rest, _, _ := page(`first: 100, after: "` + cursor + `"`)
	if !more || !slices.Equal(append(one, rest...), whole) {
		t.Errorf("page by page %v %v, at once %v", one, rest, whole)
	}
	for _, arguments := range []string{`orderBy: CLOSING_SOONEST, after: "` + cursor + `"`, `after: "x"`, `first: 0`, `first: 101`, `first: 1, last: 1`} {
		answer := city.Anyone().Ask(`{ consultations(` + arguments + `) { nodes { id } } }`)
		if got := graphtest.Problems(answer); len(got) != 1 || !strings.HasPrefix(got[0], "BAD_") {
			t.Errorf("%s: %v", arguments, answer.Raw)
		}
	}
}

func TestWorkingCalendarsAreVersions(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	const loadCalendar = `mutation ($input: LoadWorkingCalendarInput!) { loadWorkingCalendar(input: $input) { workingCalendar { code version days { day working } } userErrors { code field } } }`
	input := map[string]any{"code": "CN", "source": "通知", "coversFrom": "2027-01-01", "coversTo": "2027-12-31", "days": []any{
		map[string]any{"day": "2027-02-06", "working": false}, map[string]any{"day": "2027-01-01", "working": false}}, "idempotencyKey": "2027"}
	admin := city.Staff("admin", "", civic.Admin)
	first := admin.Must(loadCalendar, "input", input).Get("loadWorkingCalendar.workingCalendar")
	if first.Get("version").Int() != 3 || first.Get("days.0.day").String() != "2027-01-01" {
		t.Errorf("loaded as %s", first.Raw)
	}
	if again := admin.Must(loadCalendar, "input", input).Get("loadWorkingCalendar.workingCalendar"); again.Raw != first.Raw {
		t.Errorf("the same request gave %s and then %s", first.Raw, again.Raw)
	}
	outside := with(input, "idempotencyKey", nil, "coversTo", "2027-01-31")
	if got := graphtest.Problems(admin.Ask(loadCalendar, "input", outside)); !slices.Equal(got, []string{"INVALID days.0.day"}) {
		t.Errorf("a day that is not covered: %v", got)
	}
	if got := graphtest.Problems(city.Publisher().Ask(loadCalendar, "input", input)); !slices.Equal(got, []string{"FORBIDDEN"}) {
		t.Errorf("by a publisher: %v", got)
	}
}

// TestOnlyTheNewestVersionIsLaunched approves a version, begins the next, and tries to put the approved one to the public.
func TestOnlyTheNewestVersionIsLaunched(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	draft := m.draft("APPROVED")
	record := m.city.Editor().Must(`query ($id: ID!) { node(id: $id) { ... on Draft { policyRecord { id } } } }`, "id", draft).Get("node.policyRecord.id").String()
	next := m.city.Editor().Must(`mutation ($input: ReviseDraftInput!) { reviseDraft(input: $input) { draft { id } userErrors { code } } }`, "input", map[string]any{"draftId": draft}).Get("reviseDraft.draft.id").String()
	launch := func(draft string) []string {
		return graphtest.Problems(m.city.Publisher().Ask(`mutation ($input: LaunchConsultationInput!) { launchConsultation(input: $input) { userErrors { code field } } }`, "input",
			map[string]any{"policyRecordId": record, "draftId": draft, "closesOn": inDays(60)}))
	}
	if got := launch(draft); !slices.Equal(got, []string{"NOT_NEWEST_VERSION draftId"}) {
		t.Errorf("the version before is launched: %v", got)
	}
	id, _ := civic.ParseID(next)
	m.city.SQL.MustExec(`UPDATE drafts SET state = 'APPROVED' WHERE id = $1`, id.Key)
	if got := launch(next); len(got) > 0 {
		t.Errorf("the newest version is not launched: %v", got)
	}
}
