package main

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/server/signin/idptest"
)

// blocks lists the blocks of a page in a language of code.
func blocks(page, language string) (all []string) {
	for _, block := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(page, -1) {
		all = append(all, block[1])
	}
	return all
}

// guide cuts docs/new-city.md into its two cities.
func guide(t *testing.T) (hamburg, nanning string) {
	t.Helper()
	for _, tool := range []string{"bash", "curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("the page's commands need bash, curl and jq")
		}
	}
	hamburg, nanning, _ = strings.Cut(page(t, "docs/new-city.md"), "\n## A Chinese city")
	return hamburg, nanning
}

// shell runs commands of a page against the server. The test fails if one fails or is refused.
func (p *program) shell(script string, environment ...string) {
	p.t.Helper()
	bash := exec.Command("bash", "-c", "set -euo pipefail\n"+script)
	bash.Env = append(append(os.Environ(), "API="+p.address+"/graphql"), environment...)
	said, err := bash.CombinedOutput()
	if err != nil || strings.Contains(string(said), `"errors"`) || regexp.MustCompile(`"userErrors": \[\s*\{`).Match(said) {
		p.t.Fatalf("%v: %s", err, said)
	}
}

const launchedQuery = `{ consultations { nodes { id title profile { code } commentPeriod { closesOn closesAt } feedbackDueOn surveys { id title } } } }`

// TestNewCity sets up a city outside China from an empty database, by the settings, files and commands of docs/new-city.md alone.
func TestNewCity(t *testing.T) {
	t.Parallel()
	hamburg, _ := guide(t)
	key, _ := rsa.GenerateKey(rand.Reader, 2048)
	provider := idptest.New(t, "", idptest.PublicKey("r", key))
	token := func(subject string, groups ...string) string {
		return idptest.Sign(t, jwt.SigningMethodRS256, key, map[string]any{"kid": "r"}, idptest.With(idptest.GoodClaims(provider.URL), "sub", subject, "name", subject, "groups", groups))
	}
	etc := t.TempDir()
	files := blocks(hamburg, "json")
	for name, text := range map[string]string{"oidc.json": strings.ReplaceAll(files[0], "https://id.hamburg.example", provider.URL), "words/de.json": files[1]} {
		path := filepath.Join(etc, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p := start(t, newFolder(t), strings.Fields(strings.ReplaceAll(blocks(hamburg, "ini")[0], "/etc/minyi", etc))...)
	christmas := nextChristmas()
	p.shell(strings.Join(blocks(hamburg, "sh"), ""), "ADMIN="+token("frau-admin", "minyi-admins"), "CLERK="+token("herr-clerk"), "CLOSES="+string(christmas.Add(-30)))

	read := func(language string) gjson.Result {
		return gjson.Get(p.do("POST", "/graphql", fmt.Sprintf(`{"query":%q}`, launchedQuery), "Content-Type", "application/json", "Accept-Language", language).body, "data.consultations.nodes.0")
	}
	for language, want := range map[string]string{"de": "Radwege an der Alster", "de-AT": "Radwege an der Alster", "zh": "Radwege an der Alster", "en-GB": "Cycle paths along the Alster"} {
		if got := read(language).Get("title").String(); got != want {
			t.Errorf("for %s the title is %q", language, got)
		}
	}
	got, berlin := read("de"), civic.TimeZone("Europe/Berlin")
	if got.Get("profile.code").String() != "DE_HAMBURG" || got.Get("commentPeriod.closesAt").Time().In(berlin).Format("2006-01-02 15:04") != string(christmas.Add(-30))+" 18:00" {
		t.Errorf("the consultation is %s", got)
	}
	due := christmas.Add(2) // the 25th and the 26th are free
	for due.Weekend() {
		due = due.Add(1)
	}
	if got.Get("feedbackDueOn").String() != string(due) {
		t.Errorf("the feedback is due on %s, want %s", got.Get("feedbackDueOn"), due)
	}
	answer := fmt.Sprintf(`mutation { submitSurveyResponse(input: {surveyId: %q, answers: [{question: "ways", choices: ["bike"]}]}) { surveyResponse { id } userErrors { code message } } }`, got.Get("surveys.0.id").String())
	if said := p.ask(token("frau-resident"), answer); !said.Get("data.submitSurveyResponse.surveyResponse.id").Exists() {
		t.Errorf("a resident is told %s", said)
	}
	if offer := p.get("/sign-in.json").body; offer != `{"browserKeys":true,"developmentTokens":false,"providers":[{"issuer":"`+provider.URL+`","clientId":"minyi-web","scopes":["openid","profile"]}]}` {
		t.Errorf("a browser reads %s", offer)
	}
	if words := p.get("/words/de.json").body; gjson.Get(words, "ConsultationStatus.OPEN").String() != "Läuft" || gjson.Get(words, "ClauseKind.CHAPTER").String() != "Chapter" {
		t.Errorf("the German words are %s", words)
	}
}

// nextChristmas is the next 25 December on which the feedback on a consultation can be due that is launched today.
func nextChristmas() civic.Date {
	now := time.Now()
	day := civic.Date(fmt.Sprintf("%d-12-25", now.Year()))
	if civic.DateOf(now, time.UTC).DaysUntil(day) < 60 {
		day = civic.Date(fmt.Sprintf("%d-12-25", now.Year()+1))
	}
	return day
}

// TestNewChineseCity adds a local holiday to the national calendar, as docs/new-city.md says: the days on which feedback is due move.
func TestNewChineseCity(t *testing.T) {
	t.Parallel()
	hamburg, nanning := guide(t)
	p := startEmpty(t)
	admin, clerk := p.token("-subject", "admin", "-role", "ADMIN"), p.token("-subject", "clerk", "-role", "LVHUA:EDITOR", "-role", "LVHUA:PUBLISHER")
	closes := civic.DateOf(time.Now(), civic.TimeZone("Asia/Shanghai")).Add(60)
	national := civic.DefaultCalendars()[len(civic.DefaultCalendars())-1]
	first := closes.Add(5)
	for !national.Working(first) || !national.Working(first.Add(1)) {
		first = first.Add(1)
	}
	p.shell(blocks(hamburg, "sh")[0]+strings.Join(blocks(nanning, "sh"), ""), "ADMIN="+admin, "CLERK="+clerk, "FIRST="+string(first), "SECOND="+string(first.Add(1)))

	department := p.ask(admin, `mutation { createDepartment(input: {code: "LVHUA", name: [{locale: "zh", text: "绿化局"}]}) { department { id } } }`).Get("data.createDepartment.department.id").String()
	launch := func() civic.Date {
		t.Helper()
		record := p.ask(clerk, fmt.Sprintf(`mutation { createPolicyRecord(input: {departmentId: %q, kind: MAJOR_DECISION, title: [{locale: "zh", text: "绿道"}]}) { policyRecord { id } userErrors { code } } }`, department)).Get("data.createPolicyRecord.policyRecord.id").String()
		survey := p.ask(clerk, fmt.Sprintf(`mutation { createSurvey(input: {departmentId: %q, title: [{locale: "zh", text: "绿道"}], questions: [{key: "a", kind: TEXT, page: 1, title: [{locale: "zh", text: "意见"}]}]}) { survey { id } userErrors { code } } }`, department)).Get("data.createSurvey.survey.id").String()
		said := p.ask(clerk, fmt.Sprintf(`mutation { launchConsultation(input: {policyRecordId: %q, surveyIds: [%q], closesOn: %q}) { consultation { profile { code } feedbackDueOn } userErrors { code field } } }`, record, survey, closes))
		if said.Get("data.launchConsultation.consultation.profile.code").String() != "CN_NANNING" {
			t.Fatal(said)
		}
		return civic.Date(said.Get("data.launchConsultation.consultation.feedbackDueOn").String())
	}
	local := launch()
	if said := p.ask(admin, `mutation { reviseJurisdictionProfile(input: {code: "CN_NANNING", title: [{locale: "zh", text: "南宁市重大行政决策"}], country: "CN", kinds: [MAJOR_DECISION],
		usualFor: [MAJOR_DECISION], minimumDays: 30, feedbackDueDays: 30, feedbackDueUnit: WORKING, timezone: "Asia/Shanghai", calendar: "CN",
		sourceArticle: [{locale: "zh", text: "重大行政决策程序暂行条例第十五条"}], effectiveFrom: "2026-01-01"}) { userErrors { code field } } }`); len(said.Get("data.reviseJurisdictionProfile.userErrors").Array()) > 0 || said.Get("errors").Exists() {
		t.Fatal(said)
	}
	if without := launch(); national.WorkingDays(without, local) != 2 {
		t.Errorf("the feedback is due on %s with the holiday and on %s without it", local, without)
	}
}
