package graph_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	analysedb "minyi/db/analyse"
	"minyi/graph/graphtest"
)

const readOpinions = `query ($id: ID!) { consultation(id: $id) { opinionGroups { absence people
	groups { people statements { comment { id } campaign { id } clause { id } judgement agree disagree passed } } shared { comment { id } campaign { id } clause { id } judgement agree disagree passed } } } }`

// findOpinions computes what is due, as the background does.
func findOpinions(t *testing.T, city *graphtest.City) {
	t.Helper()
	for n := 1; n > 0; {
		var err error
		if n, err = analysedb.FindOpinions(t.Context(), city.DB); err != nil {
			t.Fatal(err)
		}
	}
}

// endorseAll endorses comments in one request.
func endorseAll(who *graphtest.Client, comments []string) {
	var ask strings.Builder
	for i, id := range comments {
		fmt.Fprintf(&ask, `e%d: endorseComment(input: {commentId: %q}) { userErrors { code } } `, i, id)
	}
	who.Must(`mutation { ` + ask.String() + `}`)
}

// TestOpinionGroupsAreFound lets 130 people endorse: 80 want more parking and 50 more trees, all want lights, and each side has its own view of a clause. A letter of both is
// one statement.
func TestOpinionGroupsAreFound(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	say := func(who, body string, more ...any) string {
		return commentOn(city.Resident(who), with(map[string]any{"consultationId": asked.Consultation, "stance": "NEUTRAL", "body": body}, more...))
	}
	sides := [2][]string{}
	for i := range 8 {
		sides[0] = append(sides[0], say(fmt.Sprint("driver", i), fmt.Sprintf("第%d条：多建车位。", i)))
		sides[1] = append(sides[1], say(fmt.Sprint("walker", i), fmt.Sprintf("第%d条：多种树。", i)))
	}
	lights := say("neighbour", "请装路灯。")
	letter := []string{say("writer one", petition), say("writer two", petition)}
	group(t, city)
	random := rand.New(rand.NewPCG(4, 1))
	for person := range 130 {
		side, who, endorsed := 0, fmt.Sprint("person", person), []string{lights, letter[random.IntN(2)]}
		if person >= 80 {
			side = 1
		}
		for i := range sides[0] {
			if random.Float64() < 0.9 {
				endorsed = append(endorsed, sides[side][i])
			}
			if random.Float64() < 0.1 {
				endorsed = append(endorsed, sides[1-side][i])
			}
		}
		endorseAll(city.Resident(who), endorsed)
		if random.IntN(2) == 0 {
			say(who, fmt.Sprint("我的看法", person), "clauseId", asked.Clauses[1], "stance", []string{"SUPPORT", "OPPOSE"}[side])
		}
	}
	read := func() gjson.Result {
		return city.Anyone().Must(readOpinions, "id", asked.Consultation).Get("consultation.opinionGroups")
	}
	findOpinions(t, city)
	if got := read(); got.Type != gjson.Null {
		t.Errorf("while the period is open: %s", got.Raw)
	}
	group(t, city)
	city.MoveTime(asked.Consultation, afterClosing)
	findOpinions(t, city)
	found := read()
	people := found.Get("people").Int()
	if people < 127 || found.Get("groups.#").Int() != 2 || found.Get("groups.0.people").Int() < 78 || found.Get("groups.1.people").Int() < 48 || found.Get("absence").Type != gjson.Null {
		t.Fatalf("the groups are %s", found.Raw)
	}
	for side, group := range found.Get("groups").Array() {
		own := strings.Join(sides[side], " ")
		for _, s := range group.Get("statements").Array() {
			switch {
			case s.Get("clause.id").String() == asked.Clauses[1]:
				if want := []string{"AGREE", "DISAGREE"}[side]; s.Get("judgement").String() != want || s.Get([]string{"disagree", "agree"}[side]).Int() != 0 || s.Get("passed").Int() != 0 {
					t.Errorf("group %d judges the clause %s", side, s.Raw)
				}
			case !strings.Contains(own, s.Get("comment.id").String()) || s.Get("judgement").String() != "AGREE" || s.Get("agree").Int()+s.Get("passed").Int() != group.Get("people").Int():
				t.Errorf("group %d is set apart by %s", side, s.Raw)
			}
		}
		if group.Get("statements.#").Int() != 5 {
			t.Errorf("group %d has %s", side, group.Raw)
		}
	}
	shared := found.Get("shared")
	campaign := city.Anyone().Must(readCampaigns, "id", asked.Consultation).Get("consultation.campaigns.nodes.0.id").String()
	if shared.Get("#").Int() != 2 || !strings.Contains(shared.Raw, lights) || !strings.Contains(shared.Raw, campaign) || shared.Get("#.agree").Raw != fmt.Sprintf("[%d,%[1]d]", people) {
		t.Errorf("all share %s", shared.Raw)
	}
	city.SQL.MustExec(`DELETE FROM endorsements`)
	findOpinions(t, city)
	if again := read(); again.Raw != found.Raw {
		t.Errorf("frozen groups have changed: %s", again.Raw)
	}
}

// TestFewPeopleMakeNoOpinionGroups tells why there are none, and says nothing before all comments are decided.
func TestFewPeopleMakeNoOpinionGroups(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	comments(city, asked, 3)
	group(t, city)
	city.MoveTime(asked.Consultation, afterClosing)
	city.SQL.MustExec(`UPDATE comments SET state = 'PENDING' WHERE id = (SELECT id FROM comments LIMIT 1)`)
	findOpinions(t, city)
	read := func() gjson.Result {
		return city.Anyone().Must(readOpinions, "id", asked.Consultation).Get("consultation.opinionGroups")
	}
	if got := read(); got.Type != gjson.Null {
		t.Errorf("with a comment that waits: %s", got.Raw)
	}
	city.SQL.MustExec(`UPDATE comments SET state = 'PUBLISHED'`)
	findOpinions(t, city)
	if got := read(); got.Raw != `{"absence":"TOO_FEW_PEOPLE","people":0,"groups":[],"shared":[]}` {
		t.Errorf("of three people: %s", got.Raw)
	}
}
