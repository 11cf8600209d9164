package graph_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	trustdb "minyi/db/trust"
	verifydb "minyi/db/verify"
	"minyi/domain/trust"
	"minyi/graph/graphtest"
)

const (
	receiptFields   = `receipt { code content issuedAt }`
	receiptSubmit   = `mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id createdAt } ` + receiptFields + ` userErrors { code } } }`
	receiptEdit     = `mutation ($input: EditCommentInput!) { editComment(input: $input) { comment { editedAt } ` + receiptFields + ` userErrors { code } } }`
	receiptWithdraw = `mutation ($input: WithdrawCommentInput!) { withdrawComment(input: $input) { comment { withdrawnAt } ` + receiptFields + ` userErrors { code } } }`
	receiptRespond  = `mutation ($input: SubmitSurveyResponseInput!) { submitSurveyResponse(input: $input) { surveyResponse { id } ` + receiptFields + ` userErrors { code } } }`
	receiptRevise   = `mutation ($input: ReviseSurveyResponseInput!) { reviseSurveyResponse(input: $input) { surveyResponse { id } ` + receiptFields + ` userErrors { code } } }`
	receiptStatus   = `query ($code: String!) { receipt(code: $code) { code state leafIndex checkpoint { treeSize rootHash note verifierKey } inclusionProof } }`
	logCheckpoint   = `query ($size: Int) { checkpoint(treeSize: $size) { treeSize rootHash note verifierKey } }`
	logConsistency  = `query ($from: Int!, $to: Int!) { consistencyProof(from: $from, to: $to) }`
)

// sequenced lets the log take in everything that waits.
func sequenced(t *testing.T, city *graphtest.City) {
	t.Helper()
	for {
		if _, err := trustdb.SequenceReceipts(context.Background(), city.DB); err != nil {
			t.Fatal(err)
		}
		var waiting bool // also while one that was cut off has not let go yet
		if err := city.SQL.Get(&waiting, `SELECT EXISTS (SELECT FROM receipts WHERE position IS NULL)`); err != nil {
			t.Fatal(err)
		}
		if !waiting {
			return
		}
	}
}

// receipts of everything that can be done, in the order in which it is done; the content says which is which.
func receiptsOfAll(city *graphtest.City) []gjson.Result {
	asked, asking := city.PutToPublic(), city.PutSurvey("LIVE")
	li, wang := city.Resident("li"), city.Resident("wang")
	comment := li.Must(receiptSubmit, "input", map[string]any{"consultationId": asked.Consultation, "clauseId": asked.Clauses[1], "body": "同意 <第二条>\u2028“好”", "stance": "SUPPORT"})
	id := commentNamed(comment.Get("submitComment.comment.id").String())
	edited := map[string]any{"commentId": id["commentId"], "body": "建议修改"}
	return []gjson.Result{
		comment.Get("submitComment"),
		li.Must(receiptEdit, "input", edited).Get("editComment"),
		wang.Must(receiptSubmit, "input", map[string]any{"consultationId": asked.Consultation, "body": "反对", "stance": "OPPOSE"}).Get("submitComment"),
		li.Must(receiptRespond, "input", surveyForm(asking.Survey, graphtest.Answers(), "")).Get("submitSurveyResponse"),
		li.Must(receiptRevise, "input", surveyForm(asking.Survey, surveySimple("owners"), "")).Get("reviseSurveyResponse"),
		wang.Must(receiptRespond, "input", surveyForm(asking.Survey, graphtest.Answers(), "")).Get("submitSurveyResponse"),
		li.Must(receiptWithdraw, "input", id).Get("withdrawComment"),
	}
}

func TestEveryReceiptIsIncludedAndVerifiesOffline(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	given := receiptsOfAll(city)
	anyone := city.Anyone()
	for _, g := range given {
		want := `{"code":"` + g.Get("receipt.code").String() + `","state":"PENDING","leafIndex":null,"checkpoint":null,"inclusionProof":null}`
		if got := anyone.Must(receiptStatus, "code", g.Get("receipt.code").String()).Get("receipt").Raw; got != want {
			t.Errorf("before the log has it a receipt is %s", got)
		}
	}
	sequenced(t, city)
	key, err := trust.NewLogVerifier(trustdb.VerifierKey(city.DB))
	if err != nil {
		t.Fatal(err)
	}
	places := map[int64]bool{}
	for i, g := range given {
		status := anyone.Must(receiptStatus, "code", g.Get("receipt.code").String()).Get("receipt")
		places[status.Get("leafIndex").Int()] = true
		checkOffline(t, key, g.Get("receipt"), status)
		if act := gjson.Get(g.Get("receipt.content").String(), "act").String(); act != []string{"SUBMIT", "CHANGE", "SUBMIT", "SUBMIT", "CHANGE", "SUBMIT", "WITHDRAW"}[i] {
			t.Errorf("receipt %d is for %s", i, act)
		}
	}
	if len(places) != len(given) {
		t.Errorf("%d receipts stand at %d places", len(given), len(places))
	}
	if body := gjson.Get(given[0].Get("receipt.content").String(), "body").String(); body != "同意 <第二条>\u2028“好”" {
		t.Errorf("accepted was %q", body)
	}
	if g := given[1]; g.Get("receipt.issuedAt").String() != g.Get("comment.editedAt").String() {
		t.Errorf("the receipt is of another time than the change: %s", g.Raw)
	}
	auditClean(t, city)
}

// checkOffline checks a receipt with what the API answered and the key, and that nothing in the answer can be changed.
func checkOffline(t *testing.T, key trust.LogVerifier, given, status gjson.Result) {
	t.Helper()
	r, err := key.ReadReceipt(given.Get("code").String())
	if err != nil || !r.Holds(given.Get("content").String()) || r.Holds(given.Get("content").String()+" ") {
		t.Fatalf("the receipt %s does not hold its content, %v", given.Raw, err)
	}
	c, err := key.ReadCheckpoint(status.Get("checkpoint.note").String())
	if err != nil || c.RootHash() != status.Get("checkpoint.rootHash").String() || int64(c.TreeSize) != status.Get("checkpoint.treeSize").Int() || status.Get("checkpoint.verifierKey").String() != key.Text {
		t.Fatalf("the checkpoint %s reads %+v, %v", status.Raw, c, err)
	}
	var texts []string
	for _, hash := range status.Get("inclusionProof").Array() {
		texts = append(texts, hash.String())
	}
	proof, err := trust.ParseHashes(texts)
	index := int(status.Get("leafIndex").Int())
	if err == nil {
		err = c.Includes(r, index, proof)
	}
	if err != nil || status.Get("state").String() != "INCLUDED" {
		t.Fatalf("not included: %s, %v", status.Raw, err)
	}
	for i := range proof {
		for b := range proof[i] {
			proof[i][b] ^= 1
			if c.Includes(r, index, proof) == nil {
				t.Errorf("byte %d of hash %d does not matter", b, i)
			}
			proof[i][b] ^= 1
		}
	}
	if c.Includes(r, (index+1)%c.TreeSize, proof) == nil {
		t.Error("it stands at another place too")
	}
}

// auditClean holds the database against its log, finds nothing, and tells how much there was.
func auditClean(t *testing.T, city *graphtest.City) *trust.LogAudit {
	t.Helper()
	audit, err := verifydb.AuditLog(t.Context(), city.DB, nil, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range audit.Findings {
		t.Errorf("found: %s", found)
	}
	return audit
}

func TestTheSameReceiptAgain(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, asking := city.PutToPublic(), city.PutSurvey("LIVE")
	li := city.Resident("li")
	input := map[string]any{"consultationId": asked.Consultation, "body": "赞成", "idempotencyKey": "k"}
	first := li.Must(receiptSubmit, "input", input).Get("submitComment")
	id := first.Get("comment.id").String()
	for name, again := range map[string]string{
		"the request repeated":      li.Must(receiptSubmit, "input", input).Get("submitComment.receipt").Raw,
		"edited without difference": li.Must(receiptEdit, "input", map[string]any{"commentId": id, "body": "赞成"}).Get("editComment.receipt").Raw,
	} {
		if again != first.Get("receipt").Raw {
			t.Errorf("%s: the receipt is %s and not %s", name, again, first.Get("receipt").Raw)
		}
	}
	gone := li.Must(receiptWithdraw, "input", commentNamed(id)).Get("withdrawComment.receipt").Raw
	if again := li.Must(receiptWithdraw, "input", commentNamed(id)).Get("withdrawComment.receipt").Raw; again != gone {
		t.Errorf("withdrawn twice the receipt is %s and not %s", again, gone)
	}
	form := surveyForm(asking.Survey, graphtest.Answers(), "k")
	response := li.Must(receiptRespond, "input", form).Get("submitSurveyResponse.receipt").Raw
	if again := li.Must(receiptRespond, "input", form).Get("submitSurveyResponse.receipt").Raw; again != response {
		t.Errorf("the form repeated gives %s and not %s", again, response)
	}
	if refused := li.Ask(receiptSubmit, "input", map[string]any{"consultationId": asked.Consultation, "body": ""}).Get("data.submitComment.receipt"); refused.Type != gjson.Null {
		t.Errorf("a refusal has the receipt %s", refused.Raw)
	}
	var receipts int
	if err := city.SQL.Get(&receipts, `SELECT count(*) FROM receipts`); err != nil || receipts != 3 {
		t.Errorf("%d receipts, %v; want 3", receipts, err)
	}
}

func TestReceiptsOfOthersAreRefused(t *testing.T) {
	t.Parallel()
	city, other := graphtest.New(t), graphtest.New(t)
	code := city.Resident("li").Must(receiptSubmit, "input", map[string]any{"consultationId": city.PutToPublic().Consultation, "body": "赞成"}).Get("submitComment.receipt.code").String()
	for _, forged := range []string{"", "x", code[:len(code)-1], strings.Replace(code, code[100:101], "_", 1) + "A", code[:150] + string(code[150]^1) + code[151:]} {
		answer := city.Anyone().Ask(receiptStatus, "code", forged)
		if got := graphtest.Problems(answer); !slices.Equal(got, []string{"BAD_RECEIPT"}) {
			t.Errorf("%q: %s", forged, answer.Raw)
		}
	}
	// the other city has the same secret and no such comment: signed, and yet not there
	if got := other.Anyone().Must(receiptStatus, "code", code).Get("receipt.state").String(); got != "MISSING" {
		t.Errorf("what the server signed and lost is %s", got)
	}
}

// No receipt, and nothing that is kept with it, says who.
func TestReceiptsNameNobody(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	given := receiptsOfAll(city)
	var kept []string
	if err := city.SQL.Select(&kept, `SELECT r::text FROM receipts r`); err != nil || len(kept) != len(given) {
		t.Fatalf("%d rows, %v", len(kept), err)
	}
	var persons []string
	if err := city.SQL.Select(&persons, `SELECT id::text FROM accounts UNION ALL SELECT encode(subject_hash, 'hex') FROM accounts UNION ALL SELECT encode(person, 'hex') FROM survey_responses`); err != nil {
		t.Fatal(err)
	}
	for _, g := range given {
		kept = append(kept, g.Get("receipt").Raw)
	}
	for _, text := range kept {
		for _, person := range persons {
			if strings.Contains(text, person) {
				t.Errorf("%s leads to %s", text, person)
			}
		}
	}
}
