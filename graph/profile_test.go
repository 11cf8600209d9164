package graph_test

import (
	"slices"
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	createProfile = `mutation ($input: CreateJurisdictionProfileInput!) { createJurisdictionProfile(input: $input) { jurisdictionProfile { code usualFor timezone closeTime feedbackDueDays } userErrors { code field message } } }`
	reviseProfile = `mutation ($input: ReviseJurisdictionProfileInput!) { reviseJurisdictionProfile(input: $input) { jurisdictionProfile { code feedbackDueDays feedbackDueUnit usualFor } userErrors { code field message } } }`
	followed      = `query ($id: ID!) { consultation(id: $id) { profile { code } feedbackDueOn commentPeriod { closesAt } } }`
)

// hamburg are the rules of a city outside China.
func hamburg(code string) map[string]any {
	return map[string]any{"code": code, "title": in("en", "Hamburg"), "country": "DE", "kinds": []string{"OTHER", "MAJOR_DECISION"}, "usualFor": []string{"OTHER"},
		"minimumDays": 28, "feedbackDueDays": 30, "closeTime": "18:00", "timezone": "Europe/Berlin", "sourceArticle": in("en", "Own rule"), "effectiveFrom": "2026-01-01"}
}

// otherRecord opens a record of no special kind, and gives its id and that of a survey.
func otherRecord(city *graphtest.City) (record, survey string) {
	survey = city.WriteSurvey("LIVE", graphtest.Questions())
	department := city.Editor().Must(`query ($id: ID!) { survey(id: $id) { department { id } } }`, "id", survey).Get("survey.department.id").String()
	record = city.Editor().Must(`mutation ($input: CreatePolicyRecordInput!) { createPolicyRecord(input: $input) { policyRecord { id } userErrors { code } } }`,
		"input", map[string]any{"departmentId": department, "title": in("en", "Parks"), "kind": "OTHER"}).Get("createPolicyRecord.policyRecord.id").String()
	return record, survey
}

// A city outside China makes its own rules: its consultations follow them, in its time zone and to its hour.
func TestCityMakesItsProfile(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	admin := city.Staff("admin", "", civic.Admin)
	record, survey := otherRecord(city)
	if got := admin.Must(createProfile, "input", hamburg("DE_HAMBURG")).Get("createJurisdictionProfile.jurisdictionProfile").Raw; got != `{"code":"DE_HAMBURG","usualFor":["OTHER"],"timezone":"Europe/Berlin","closeTime":"18:00","feedbackDueDays":30}` {
		t.Errorf("made was %s", got)
	}
	input := map[string]any{"policyRecordId": record, "surveyIds": []string{survey}, "closesOn": inDays(20)}
	if got := graphtest.Problems(city.Publisher().Ask(launch, "input", input)); !slices.Equal(got, []string{"SHORTENING_REASON_REQUIRED shorteningReason"}) {
		t.Errorf("under the minimum: %v", got)
	}
	id := city.Publisher().Must(launch, "input", with(input, "closesOn", inDays(60))).Get("launchConsultation.consultation.id").String()
	got := city.Anyone().Must(followed, "id", id).Get("consultation")
	closes := got.Get("commentPeriod.closesAt").Time().In(civic.TimeZone("Europe/Berlin"))
	if got.Get("profile.code").String() != "DE_HAMBURG" || closes.Format("2006-01-02 15:04") != inDays(60)+" 18:00" || got.Get("feedbackDueOn").String() != inDays(90) {
		t.Errorf("launched, it is %s", got)
	}
	city.MoveTime(id, 100*24*time.Hour)
	city.SQL.MustExec(`UPDATE consultations SET feedback_due_on = closes_on + 30`)
	if late := city.Anyone().Must(`{ overdueFeedback { totalCount } }`).Get("overdueFeedback.totalCount").Int(); late != 1 {
		t.Errorf("%d reports are overdue", late)
	}
}

// The law fixes no day for the feedback on a major decision. A Chinese city sets thirty working days.
func TestCitySetsTheDayForFeedback(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	admin := city.Staff("admin", "", civic.Admin)
	before := city.PutToPublic()
	rule := map[string]any{"code": "CN_MAJOR_DECISION", "title": in("zh", "重大行政决策"), "country": "CN", "kinds": []string{"MAJOR_DECISION"}, "minimumDays": 30, "feedbackDueDays": 30,
		"feedbackDueUnit": "WORKING", "timezone": "Asia/Shanghai", "calendar": "CN", "sourceArticle": in("zh", "重大行政决策程序暂行条例第十五条"), "sourceMark": "READ_IN_LAW", "effectiveFrom": "2019-09-01"}
	admin.Must(reviseProfile, "input", rule)
	after := city.PutToPublic()
	if got := city.Anyone().Must(followed, "id", before.Consultation).Get("consultation.feedbackDueOn"); got.Exists() && got.String() != "" {
		t.Errorf("a consultation from before is due on %s", got)
	}
	due, err := civic.ParseDate(city.Anyone().Must(followed, "id", after.Consultation).Get("consultation.feedbackDueOn").String())
	closes, _ := civic.ParseDate(inDays(60))
	if err != nil || closes.DaysUntil(due) < 40 {
		t.Errorf("the feedback is due on %s, %v", due, err)
	}
}

// A Chinese city has free days of its own on top of the national ones: its days for feedback leave both out.
func TestCityHasItsOwnHolidays(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	admin := city.Staff("admin", "", civic.Admin)
	var holidays []any
	for day := 61; day <= 70; day++ {
		holidays = append(holidays, map[string]any{"day": inDays(day), "working": false})
	}
	admin.Must(`mutation ($input: LoadWorkingCalendarInput!) { loadWorkingCalendar(input: $input) { userErrors { code field message } } }`, "input",
		map[string]any{"code": "SANYA", "extends": "CN", "source": "三亚市", "coversFrom": inDays(0), "coversTo": inDays(200), "days": holidays})
	due := map[string]string{}
	for _, calendar := range []string{"CN", "SANYA"} {
		record, survey := otherRecord(city)
		admin.Must(createProfile, "input", with(hamburg("OF_"+calendar), "calendar", calendar, "feedbackDueDays", 5, "feedbackDueUnit", "WORKING", "timezone", "Asia/Shanghai"))
		id := city.Publisher().Must(launch, "input", map[string]any{"policyRecordId": record, "surveyIds": []string{survey}, "closesOn": inDays(60)}).Get("launchConsultation.consultation.id").String()
		due[calendar] = city.Anyone().Must(followed, "id", id).Get("consultation.feedbackDueOn").String()
	}
	if due["CN"] >= inDays(71) || due["SANYA"] < inDays(75) {
		t.Errorf("the feedback is due on %v", due)
	}
}

// Without rules of its own, an instrument of no special kind follows no law.
func TestOtherInstrumentsFollowNoLaw(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	record, survey := otherRecord(city)
	id := city.Publisher().Must(launch, "input", map[string]any{"policyRecordId": record, "surveyIds": []string{survey}, "closesOn": inDays(3)}).Get("launchConsultation.consultation.id").String()
	if got := city.Anyone().Must(followed, "id", id).Get("consultation.profile.code").String(); got != "GENERAL" {
		t.Errorf("it follows %s", got)
	}
}

func TestProfileRefusals(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	admin := city.Staff("admin", "", civic.Admin)
	admin.Must(createProfile, "input", hamburg("DE_HAMBURG"))
	for name, c := range map[string]struct {
		query  string
		change []any
		want   []string
	}{
		"a code that is taken":  {createProfile, nil, []string{"PROFILE_EXISTS code"}},
		"a code that is not":    {reviseProfile, []any{"code", "DE_BREMEN"}, []string{"UNKNOWN_PROFILE code"}},
		"no time zone":          {reviseProfile, []any{"timezone", "Mars/Base"}, []string{"INVALID timezone"}},
		"no time of the day":    {reviseProfile, []any{"closeTime", "26:00"}, []string{"INVALID closeTime"}},
		"no such calendar":      {reviseProfile, []any{"calendar", "DE"}, []string{"NOT_FOUND calendar"}},
		"usual for what cannot": {reviseProfile, []any{"usualFor", []string{"STATUTE"}}, []string{"INVALID usualFor.0"}},
		"less than a day":       {reviseProfile, []any{"minimumDays", 0}, []string{"INVALID minimumDays"}},
	} {
		if got := graphtest.Problems(admin.Ask(c.query, "input", with(hamburg("DE_HAMBURG"), c.change...))); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	admin.Must(createProfile, "input", hamburg("DE_BREMEN"))
	usual := city.Anyone().Must(`{ jurisdictionProfiles { code usualFor } }`).Get(`jurisdictionProfiles.#(code=="DE_HAMBURG").usualFor`).Raw
	if usual != `[]` {
		t.Errorf("two profiles are usual for one kind: %s", usual)
	}
}
