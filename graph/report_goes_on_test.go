package graph_test

import (
	"context"
	"errors"
	"testing"

	reportdb "minyi/db/report"
	"minyi/domain/civic"
	"minyi/domain/report"
	"minyi/graph/graphtest"
)

// A report is published although the time of the request is over or its client has left, and the same request finds it.
func TestReportGoesOnWithoutItsRequest(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "body": "赞成"})
	city.MoveTime(asked.Consultation, afterClosing)
	id, _ := civic.ParseID(asked.Consultation)
	input := report.PublishFeedbackReportInput{ConsultationID: id, UnansweredReason: new("重复。"), IdempotencyKey: new("r")}
	held := city.SQL.MustBegin()
	held.MustExec(`SELECT FROM enter(ARRAY[$1::uuid], true)`, id.Key)
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, err := reportdb.PublishFeedbackReport(ctx, city.DB, city.Publisher().Actor, input)
		left <- err
	}()
	eventually(t, "it waits for a writer", func() bool {
		var waits bool
		return city.SQL.Get(&waits, `SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`) == nil && waits
	})
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("who left was told %v", err)
	}
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	found := ""
	eventually(t, "the report is there", func() bool {
		found = city.Anyone().Must(`query ($id: ID!) { consultation(id: $id) { feedbackReport { id } } }`, "id", asked.Consultation).Get("consultation.feedbackReport.id").String()
		return found != ""
	})
	again, err := reportdb.PublishFeedbackReport(t.Context(), city.DB, city.Publisher().Actor, input)
	if err != nil || again.ID().String() != found {
		t.Errorf("the same request gives %v, %v", again, err)
	}
}
