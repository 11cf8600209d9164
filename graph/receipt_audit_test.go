package graph_test

import (
	"slices"
	"testing"

	personaldb "minyi/db/personal"
	trustdb "minyi/db/trust"
	verifydb "minyi/db/verify"
	"minyi/domain/civic"
	"minyi/domain/personal"
	"minyi/domain/trust"
	"minyi/graph/graphtest"
)

// TestAuditFindsWhatWasDoneByHand does something behind the server's back and looks whether the audit says so, and nothing else.
func TestAuditFindsWhatWasDoneByHand(t *testing.T) {
	t.Parallel()
	const first = `(SELECT subject_id FROM receipts WHERE position = 0)`
	for name, play := range map[string]struct {
		deed string
		want []trust.LogDamage
	}{
		"nothing":                    {`SELECT 1`, nil},
		"a comment deleted":          {`DELETE FROM comments WHERE id = ` + first, []trust.LogDamage{trust.WasDeleted}},
		"its words changed":          {`UPDATE comments SET body = body || '。' WHERE id = ` + first, []trust.LogDamage{trust.WasChanged}},
		"its stance changed":         {`UPDATE comments SET stance = 'NEUTRAL' WHERE id = ` + first, []trust.LogDamage{trust.WasChanged}},
		"moved to another clause":    {`UPDATE comments SET clause_id = gen_random_uuid() WHERE id = ` + first, []trust.LogDamage{trust.WasChanged}},
		"made earlier":               {`UPDATE comments SET created_at = created_at - interval '1 microsecond' WHERE id = ` + first, []trust.LogDamage{trust.WasChanged}},
		"withdrawn by hand":          {`UPDATE comments SET withdrawn_at = now() WHERE id = ` + first, []trust.LogDamage{trust.WasChanged}},
		"an answer changed":          {`UPDATE survey_responses SET answers = jsonb_set(answers, '{grade,number}', '5') WHERE id = (SELECT subject_id FROM receipts WHERE kind = 'R')`, []trust.LogDamage{trust.WasChanged}},
		"a response deleted":         {`DELETE FROM survey_responses`, []trust.LogDamage{trust.WasDeleted}},
		"put back as it was":         {`UPDATE comments SET body = '意见', edited_at = NULL, revision = 1 WHERE revision = 2`, []trust.LogDamage{trust.WasPutBack}},
		"a comment added":            {`INSERT INTO comments (consultation_id, id, author, stance, body, day) SELECT consultation_id, gen_random_uuid(), author, 'OPPOSE', '假', day FROM comments LIMIT 1`, []trust.LogDamage{trust.WasAdded}},
		"deleted with its receipt":   {`WITH gone AS (DELETE FROM receipts WHERE position = 0 RETURNING subject_id) DELETE FROM comments WHERE id IN (SELECT subject_id FROM gone)`, []trust.LogDamage{trust.LeafGone}},
		"a receipt rewritten":        {`UPDATE receipts SET leaf = sha256(leaf) WHERE position = 0`, []trust.LogDamage{trust.LeafRewritten, trust.WasChanged}},
		"two receipts at one place":  {`UPDATE receipts SET position = 1 WHERE position = 0`, []trust.LogDamage{trust.LeafGone, trust.LeafBeyond, trust.LeafBeyond}},
		"a place beyond the end":     {`UPDATE receipts SET position = 100 WHERE position = 5`, []trust.LogDamage{trust.LeafGone, trust.LeafBeyond}},
		"a hash rewritten":           {`UPDATE log_hashes SET hashes = overlay(hashes PLACING sha256('x') FROM 2 * 32 + 1)`, []trust.LogDamage{trust.HashRewritten}},
		"a checkpoint rewritten":     {`UPDATE log_checkpoints SET root = sha256(root)`, []trust.LogDamage{trust.CheckpointWrong}},
		"a note rewritten":           {`UPDATE log_checkpoints SET note = replace(note, '6', '7')`, []trust.LogDamage{trust.CheckpointWrong}},
		"the end of the log cut off": {`WITH gone AS (DELETE FROM comments RETURNING id), more AS (DELETE FROM survey_responses), receipts AS (DELETE FROM receipts), hashes AS (DELETE FROM log_hashes) DELETE FROM log_checkpoints`, []trust.LogDamage{trust.CheckpointLost}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			city := graphtest.New(t)
			kept := fiveThings(t, city)
			city.SQL.MustExec(play.deed)
			audit, err := verifydb.AuditLog(t.Context(), city.DB, []trust.Checkpoint{kept}, func(int) {})
			if err != nil {
				t.Fatal(err)
			}
			var got []trust.LogDamage
			for _, found := range audit.Findings {
				got = append(got, found.Damage)
			}
			if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(play.want))) {
				t.Errorf("found %v, want %v: %v", got, play.want, audit.Findings)
			}
		})
	}
}

// fiveThings is four comments, of which one was edited, and a response, all in the log, whose checkpoint somebody keeps.
func fiveThings(t *testing.T, city *graphtest.City) trust.Checkpoint {
	t.Helper()
	said := comments(city, city.PutToPublic(), 4)
	city.Resident("li").Must(receiptRespond, "input", surveyForm(city.PutSurvey("LIVE").Survey, graphtest.Answers(), ""))
	city.Resident("resident3").Must(receiptEdit, "input", map[string]any{"commentId": said[3], "body": "修改"})
	sequenced(t, city)
	if audit := auditClean(t, city); audit.Leaves != 6 || audit.Held != 5 || audit.Pending != 0 || audit.Forgotten != 0 {
		t.Fatalf("before the deed: %+v", audit)
	}
	key, _ := trust.NewLogVerifier(trustdb.VerifierKey(city.DB))
	kept, err := key.ReadCheckpoint(city.Anyone().Must(logCheckpoint).Get("checkpoint.note").String())
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// A thing is forgotten with its salts. The log stays whole, its receipt stays true, and its leaf points at nothing.
func TestErasureLeavesTheLogWhole(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	kept := fiveThings(t, city)
	var code string
	asked := city.PutToPublic()
	li := city.Resident("li")
	given := li.Must(receiptSubmit, "input", map[string]any{"consultationId": asked.Consultation, "body": "我的电话是……", "idempotencyKey": "k"}).Get("submitComment")
	code = given.Get("receipt.code").String()
	id, _ := civic.ParseID(given.Get("comment.id").String())
	sequenced(t, city)
	city.SQL.MustExec(`UPDATE receipts SET salt = NULL WHERE subject_id = $1`, id.Key)
	city.SQL.MustExec(`UPDATE comments SET body = '' WHERE id = $1`, id.Key)
	again := li.Must(receiptSubmit, "input", map[string]any{"consultationId": asked.Consultation, "body": "我的电话是……", "idempotencyKey": "k"}).Get("submitComment.receipt")
	if again.Raw != "null" {
		t.Errorf("a forgotten comment has the receipt %s", again.Raw)
	}
	city.SQL.MustExec(`DELETE FROM comments WHERE id = $1`, id.Key)
	audit, err := verifydb.AuditLog(t.Context(), city.DB, []trust.Checkpoint{kept}, func(int) {})
	if err != nil || len(audit.Findings) != 0 || audit.Forgotten != 1 || audit.Held != 5 || audit.Leaves != 7 {
		t.Errorf("after the erasure: %+v, %v", audit, err)
	}
	key, _ := trust.NewLogVerifier(trustdb.VerifierKey(city.DB))
	checkOffline(t, key, given.Get("receipt"), city.Anyone().Must(receiptStatus, "code", code).Get("receipt"))
	comments(city, asked, 2)
	sequenced(t, city)
	if audit := auditClean(t, city); audit.Leaves != 9 {
		t.Errorf("the log does not go on: %+v", audit)
	}
}

// What its author erases is forgotten by the log in the same breath.
func TestErasingForgetsTheReceipt(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	kept := fiveThings(t, city)
	asked := city.PutToPublic()
	zhao := city.Resident("zhao")
	for i := range 2 {
		said := zhao.Must(receiptSubmit, "input", map[string]any{"consultationId": asked.Consultation, "body": "我的电话是……"}).Get("submitComment.comment.id").String()
		id, _ := civic.ParseID(said)
		if i == 0 {
			if _, err := personaldb.EraseComment(t.Context(), city.DB, zhao.Actor, personal.EraseCommentInput{CommentID: id}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, who := range []*graphtest.Client{zhao, city.Resident("li")} {
		if _, err := personaldb.EraseMyData(t.Context(), city.DB, who.Actor, personal.EraseMyDataInput{Confirm: true}); err != nil {
			t.Fatal(err)
		}
	}
	sequenced(t, city)
	audit, err := verifydb.AuditLog(t.Context(), city.DB, []trust.Checkpoint{kept}, func(int) {})
	if err != nil || len(audit.Findings) != 0 || audit.Forgotten != 3 || audit.Held != 4 || audit.Pending != 0 {
		t.Errorf("after the erasures: %+v, %v", audit, err)
	}
}

// On a log that was tampered with nothing is built.
func TestSequencerStopsOnADamagedLog(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	fiveThings(t, city)
	city.SQL.MustExec(`UPDATE log_hashes SET hashes = overlay(hashes PLACING sha256('x') FROM 6 * 32 + 1)`) // over the first four leaves
	comments(city, city.PutToPublic(), 1)
	if taken, err := trustdb.SequenceReceipts(t.Context(), city.DB); err == nil {
		t.Errorf("it took %d", taken)
	}
}
