package graph_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	liveStatus  = `subscription ($id: ID!) { consultationChanged(consultationId: $id) { status commentPeriod { closesOn } commentTally { total } } }`
	liveComment = `subscription ($id: ID!) { commentPublished(consultationId: $id) { id body viewerIsAuthor consultation { id } } }`
	liveResults = `subscription ($id: ID!) { surveyResultsChanged(surveyId: $id) { results { responses } } }`
)

// liveCity is a city whose hub runs and whose counts are added up all the time.
func liveCity(t *testing.T) *graphtest.City {
	t.Helper()
	city := graphtest.New(t)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{}, 2)
	go func() { city.Hub.Run(ctx); ended <- struct{}{} }()
	go func() {
		for ctx.Err() == nil {
			_, _ = city.DB.FoldTallies(ctx)
			time.Sleep(20 * time.Millisecond)
		}
		ended <- struct{}{}
	}()
	t.Cleanup(func() { cancel(); <-ended; <-ended })
	return city
}

func liveSay(c *graphtest.Client, consultation, body string) string {
	return c.Must(`mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id } userErrors { code } } }`,
		"input", map[string]any{"consultationId": consultation, "stance": "SUPPORT", "body": body}).Get("submitComment.comment.id").String()
}

// statusIs tells whether an event has a status.
func statusIs(want string) func(gjson.Result) bool {
	return func(event gjson.Result) bool { return event.Get("data.consultationChanged.status").String() == want }
}

func TestConsultationChanged(t *testing.T) {
	t.Parallel()
	city := liveCity(t)
	asked := city.PutToPublic()
	live := city.Anyone().Subscribe(liveStatus, "id", asked.Consultation)
	if first := live.Next(); !statusIs("OPEN")(first) || first.Get("data.consultationChanged.commentTally.total").Int() != 0 {
		t.Errorf("at first %s", first)
	}
	liveSay(city.Resident("zhou"), asked.Consultation, "很好。")
	live.Until(func(e gjson.Result) bool { return e.Get("data.consultationChanged.commentTally.total").Int() == 1 })
	later := time.Now().AddDate(0, 0, 90).Format("2006-01-02")
	city.Publisher().Must(`mutation ($input: ExtendCommentPeriodInput!) { extendCommentPeriod(input: $input) { userErrors { code } } }`,
		"input", map[string]any{"consultationId": asked.Consultation, "closesOn": later, "reason": "应公众要求"})
	live.Until(func(e gjson.Result) bool {
		return e.Get("data.consultationChanged.commentPeriod.closesOn").String() == later
	})
	city.Publisher().Must(`mutation ($input: WithdrawConsultationInput!) { withdrawConsultation(input: $input) { userErrors { code } } }`,
		"input", map[string]any{"consultationId": asked.Consultation, "reason": "另行征求"})
	live.Until(statusIs("WITHDRAWN"))
}

// The clock alone opens and closes a period, and its subscribers hear of it.
func TestConsultationTurnsByTheClock(t *testing.T) {
	t.Parallel()
	city := liveCity(t)
	asked := city.PutToPublic()
	key, _ := civic.ParseID(asked.Consultation)
	city.SQL.MustExec(`UPDATE consultations SET opens_at = now() + interval '1 hour' WHERE id = $1`, key.Key)
	live := city.Anyone().Subscribe(liveStatus, "id", asked.Consultation)
	if first := live.Next(); !statusIs("UPCOMING")(first) {
		t.Errorf("at first %s", first)
	}
	for _, turn := range []struct{ moves, to string }{{"opens_at", "OPEN"}, {"closes_at", "CLOSED"}} {
		city.SQL.MustExec(`UPDATE consultations SET `+turn.moves+` = now() + interval '1 second' WHERE id = $1`, key.Key)
		city.SQL.MustExec(`SELECT pg_notify('minyi_changes', $1)`, asked.Consultation) // as the write of a period does
		live.Until(statusIs(turn.to))
	}
}

func TestCommentPublished(t *testing.T) {
	t.Parallel()
	city := liveCity(t)
	asked, zhou := city.PutToPublic(), city.Resident("zhou")
	own, others := zhou.Subscribe(liveComment, "id", asked.Consultation), city.Anyone().Subscribe(liveComment, "id", asked.Consultation)
	eventually(t, "both are subscribed", func() bool { return city.Hub.Following() == 2 })
	for i := range 5 {
		said := liveSay(zhou, asked.Consultation, fmt.Sprint("第", i))
		for name, stream := range map[string]*graphtest.Stream{"the author": own, "others": others} {
			got := stream.Next().Get("data.commentPublished")
			if got.Get("id").String() != said || got.Get("viewerIsAuthor").Bool() != (stream == own) || got.Get("consultation.id").String() != asked.Consultation {
				t.Errorf("%s see %s of %s", name, got, said)
			}
		}
	}
}

// A lost connection loses no comment: each comes once.
func TestNothingIsLostWithAConnection(t *testing.T) {
	t.Parallel()
	city := liveCity(t)
	asked, zhou := city.PutToPublic(), city.Resident("zhou")
	live := city.Anyone().Subscribe(liveComment, "id", asked.Consultation)
	eventually(t, "somebody is subscribed", func() bool { return city.Hub.Following() == 1 })
	want := map[string]bool{}
	for i := range 30 {
		if i%5 == 0 {
			city.SQL.MustExec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`)
		}
		want[liveSay(zhou, asked.Consultation, fmt.Sprint("第", i))] = true
	}
	for range 30 {
		id := live.Next().Get("data.commentPublished.id").String()
		if !want[id] {
			t.Errorf("%s came twice, or is none of ours", id)
		}
		delete(want, id)
	}
}

func TestSurveyResultsChanged(t *testing.T) {
	t.Parallel()
	city := liveCity(t)
	asked := city.PutSurvey("AFTER_CLOSE")
	public, staff := city.Anyone().Subscribe(liveResults, "id", asked.Survey), city.Editor().Subscribe(liveResults, "id", asked.Survey)
	if first := staff.Next(); first.Get("data.surveyResultsChanged.results.responses").Int() != 0 {
		t.Errorf("at first %s", first)
	}
	city.Resident("zhou").Must(`mutation ($input: SubmitSurveyResponseInput!) { submitSurveyResponse(input: $input) { userErrors { code } } }`,
		"input", map[string]any{"surveyId": asked.Survey, "answers": graphtest.Answers()})
	staff.Until(func(e gjson.Result) bool {
		return e.Get("data.surveyResultsChanged.results.responses").Int() == 1
	})
	city.MoveTime(asked.Consultation, 100*24*time.Hour)
	city.SQL.MustExec(`SELECT pg_notify('minyi_changes', $1)`, asked.Survey) // as the clock does when the period ends
	if first := public.Next(); !first.Get("data.surveyResultsChanged.results").IsObject() {
		t.Errorf("the public first sees %s", first)
	}
}

func TestSubscriptionRefusals(t *testing.T) {
	t.Parallel()
	city := liveCity(t)
	asked, hidden := city.PutToPublic(), city.WriteSurvey("LIVE", graphtest.Questions())
	for name, c := range map[string]struct {
		query, id string
		want      []string
	}{
		"no consultation":     {liveStatus, civic.IDOf(civic.ConsultationKind, civic.NewKey()).String(), []string{"NOT_FOUND"}},
		"another kind":        {liveStatus, asked.Draft, []string{"BAD_ID"}},
		"comments of nothing": {liveComment, civic.IDOf(civic.ConsultationKind, civic.NewKey()).String(), []string{"NOT_FOUND"}},
		"a hidden survey":     {liveResults, hidden, []string{"NOT_FOUND"}},
		"no GraphQL":          {`subscription {`, "", []string{"GRAPHQL_PARSE_FAILED"}},
	} {
		if got := graphtest.Problems(city.Anyone().Subscribe(c.query, "id", c.id).Next()); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if got := graphtest.Problems(city.Anyone().Ask(liveStatus, "id", asked.Consultation)); !slices.Equal(got, []string{"BAD_REQUEST"}) {
		t.Errorf("without a stream: %v", got)
	}
	if staff := city.Editor().Subscribe(liveResults, "id", hidden).Next(); len(graphtest.Problems(staff)) > 0 {
		t.Errorf("its staff: %s", staff)
	}
}

// Whoever goes leaves nothing behind.
func TestSubscriptionsAreFreed(t *testing.T) {
	t.Parallel()
	city := liveCity(t)
	asked := city.PutToPublic()
	for range 20 {
		live := city.Anyone().Subscribe(liveStatus, "id", asked.Consultation)
		live.Next()
		live.Close()
	}
	eventually(t, "no subscription is left", func() bool { return city.Hub.Subscriptions() == 0 })
}
