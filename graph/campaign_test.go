package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	analysedb "minyi/db/analyse"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	moveToCampaign = `mutation ($input: MoveToCampaignInput!) { moveToCampaign(input: $input) { campaignCorrection { id kind comments reason campaign { id size people } } userErrors { code field } } }`
	mergeCampaigns = `mutation ($input: MergeCampaignsInput!) { mergeCampaigns(input: $input) { campaignCorrection { id kind comments campaign { id size } } userErrors { code field } } }`
	readCampaigns  = `query ($id: ID!) { consultation(id: $id) { commentTally { total distinct campaigns people } campaigns { totalCount nodes { id size people sharedText mergedInto { id } comments { totalCount nodes { id body addedPassages campaign { id } } } } } campaignCorrections { nodes { kind comments reason campaign { id } } } } }`
)

const petition = "物业服务企业应当在每年一月公布上一年度的收支情况，并接受业主的查询。电梯每半月检修一次，检修结果张贴在轿厢内，任何住户都可以要求查看原始记录。"

// group puts all comments into their campaigns, as the background does, and compares the sizes and counts with a recount.
func group(t *testing.T, city *graphtest.City) {
	t.Helper()
	for _, run := range []func() (int, error){
		func() (int, error) { return city.DB.FoldTallies(t.Context()) },
		func() (int, error) { return analysedb.GroupComments(t.Context(), city.DB) },
	} {
		for n := 1; n > 0; {
			var err error
			if n, err = run(); err != nil {
				t.Fatal(err)
			}
		}
	}
	campaignsRecounted(t, city)
}

// campaignsRecounted compares the sizes of campaigns and the counts of consultations with the comments.
func campaignsRecounted(t *testing.T, city *graphtest.City) {
	t.Helper()
	wrong, err := analysedb.InexactCounts(t.Context(), city.DB)
	for _, difference := range wrong {
		t.Error(difference)
	}
	if err != nil {
		t.Fatal(err)
	}
}

var (
	_ = inMatrix("moveToCampaign", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"commentIds": []string{m.commentBy(m.city.Resident("author"))}, "reason": "不是同一封信。"}
	})
	_ = inMatrix("mergeCampaigns", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"campaignId": m.campaign(), "intoId": m.campaign(), "reason": "同一封信的两个版本。"}
	})
)

// campaign is a campaign of two comments of the asked consultation.
func (m *matrix) campaign() string {
	m.Helper()
	text := slices.Collect(func(yield func(string) bool) {
		for made := range analyse.Planted(uint64(len(m.fresh())*100+m.made), 1, 0) {
			yield(made.Text)
		}
	})[0]
	var said []string
	for _, name := range []string{"one", "two"} {
		said = append(said, commentOn(m.city.Resident(name), map[string]any{"consultationId": m.asked.Consultation, "stance": "OPPOSE", "body": text}))
	}
	group(m.T, m.city)
	return m.city.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on Comment { campaign { id } } } }`, "id", said[0]).Get("node.campaign.id").String()
}

// TestCampaignsAreFound lets people send the same letter with changes of their own, beside others who write for themselves.
func TestCampaignsAreFound(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	say := func(name, body string) string {
		return commentOn(city.Resident(name), map[string]any{"consultationId": asked.Consultation, "stance": "OPPOSE", "body": body})
	}
	const own = "我母亲八十岁了，上个月被困在电梯里两个小时，没有人来。"
	first := say("li", own+petition)
	others := []string{say("wang", petition), say("zhao", strings.Replace(petition, "一月", "1月", 1)), say("zhao", petition+"\n请一定认真考虑我们全体住户的意见。"), say("sun", "同意！")}
	say("zhou", "我赞成这个办法，只是第二条里的期限太短，小的物业公司做不到，请放宽到三个月，并说明违反了怎么办。")
	group(t, city)
	read := city.Anyone().Must(readCampaigns, "id", asked.Consultation).Get("consultation")
	if got := read.Get("commentTally").Raw; got != `{"total":6,"distinct":3,"campaigns":1,"people":5}` {
		t.Errorf("counted %s", got)
	}
	letter := read.Get("campaigns.nodes.0")
	if letter.Get("size").Int() != 4 || letter.Get("people").Int() != 3 || letter.Get("sharedText").String() != petition || letter.Get("comments.totalCount").Int() != 4 {
		t.Errorf("the campaign is %s", letter.Raw)
	}
	if added := letter.Get("comments.nodes.#.addedPassages").Raw; added != fmt.Sprintf(`[["请一定认真考虑我们全体住户的意见。"],[],[],["%s"]]`, own) {
		t.Errorf("they add %s", added)
	}

	city.Resident("li").Must(editComment, "input", map[string]any{"commentId": first, "body": own})
	city.Resident("wang").Must(withdrawComment, "input", commentNamed(others[0]))
	city.Moderator().Must(moderateComment, "input", map[string]any{"commentId": others[1], "decision": "HIDE", "reason": "INSULT"})
	group(t, city)
	read = city.Anyone().Must(readCampaigns, "id", asked.Consultation).Get("consultation")
	if read.Get("campaigns.totalCount").Int() != 0 || read.Get("commentTally").Raw != `{"total":5,"distinct":5,"campaigns":0,"people":4}` {
		t.Errorf("after they left: %s", read.Raw)
	}
	city.Moderator().Must(moderateComment, "input", map[string]any{"commentId": others[1], "decision": "RESTORE"})
	group(t, city)
	if read := city.Anyone().Must(readCampaigns, "id", asked.Consultation); read.Get("consultation.campaigns.nodes.#.size").Raw != "[2]" {
		t.Errorf("after it was restored: %s", read.Raw)
	}
	city.Resident("zhao").Must(eraseComment, "input", commentNamed(others[2]))
	campaignsRecounted(t, city)
	if read := city.Anyone().Must(readCampaigns, "id", asked.Consultation); read.Get("consultation.campaigns.totalCount").Int() != 0 {
		t.Errorf("after it was erased: %s", read.Raw)
	}
	parsed, _ := civic.ParseID(others[2])
	var left int
	if err := city.SQL.Get(&left, `SELECT (SELECT count(*) FROM comment_sketches WHERE comment_id = $1) + (SELECT count(*) FROM comment_bands WHERE comment_id = $1) + (SELECT count(*) FROM grouped_comments WHERE comment_id = $1)`, parsed.Key); err != nil || left != 0 {
		t.Errorf("%d rows are left of an erased comment (%v)", left, err)
	}
	say("qian", petition)
	group(t, city)
	if read := city.Anyone().Must(readCampaigns, "id", asked.Consultation); read.Get("consultation.campaigns.nodes.#.size").Raw != "[2]" {
		t.Errorf("what was restored is not found any more: %s", read.Raw)
	}
}

// TestStaffCorrectCampaigns moves comments, splits and merges, with reasons that everybody reads.
func TestStaffCorrectCampaigns(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	var said []string
	for i := range 5 {
		said = append(said, commentOn(city.Resident(fmt.Sprint("person", i)), map[string]any{"consultationId": asked.Consultation, "stance": "OPPOSE", "body": petition}))
	}
	group(t, city)
	analyst := city.Staff("analyst", graphtest.Housing, civic.Analyst)
	sizes := func() string {
		t.Helper()
		campaignsRecounted(t, city)
		read := city.Anyone().Must(readCampaigns, "id", asked.Consultation).Get("consultation")
		return read.Get("campaigns.nodes.#.size").Raw + " " + read.Get("commentTally.distinct").Raw
	}
	out := analyst.Must(moveToCampaign, "input", map[string]any{"commentIds": said[:1], "reason": "这一封写在信的前面，是它的来源。", "idempotencyKey": "a"}).Get("moveToCampaign.campaignCorrection")
	if again := analyst.Must(moveToCampaign, "input", map[string]any{"commentIds": said[:1], "reason": "这一封写在信的前面，是它的来源。", "idempotencyKey": "a"}).Get("moveToCampaign.campaignCorrection"); again.Raw != out.Raw {
		t.Errorf("the same request gave %s and then %s", out.Raw, again.Raw)
	}
	if got := sizes(); got != "[4] 2" {
		t.Errorf("one taken out: %s", got)
	}
	split := analyst.Must(moveToCampaign, "input", map[string]any{"commentIds": said[1:3], "newCampaign": true, "reason": "另一组织的信。"}).Get("moveToCampaign.campaignCorrection")
	if got := sizes(); got != "[2,2] 3" || split.Get("campaign.size").Int() != 2 {
		t.Errorf("split: %s, %s", got, split.Raw)
	}
	commentOn(city.Resident("late"), map[string]any{"consultationId": asked.Consultation, "stance": "OPPOSE", "body": petition})
	group(t, city)
	if got := sizes(); got != "[3,2] 3" {
		t.Errorf("a late letter joins a campaign: %s", got)
	}
	all := city.Anyone().Must(readCampaigns, "id", asked.Consultation).Get("consultation.campaigns.nodes.#.id").Array()
	merge := map[string]any{"campaignId": all[1].String(), "intoId": all[0].String(), "reason": "查明是同一封信。"}
	if merged := analyst.Must(mergeCampaigns, "input", merge).Get("mergeCampaigns.campaignCorrection"); sizes() != "[5] 2" || merged.Get("comments").Int() != 2 {
		t.Errorf("merged: %s, %s", sizes(), merged.Raw)
	}
	analyst.Must(moveToCampaign, "input", map[string]any{"commentIds": said[:1], "campaignId": all[0].String(), "reason": "还是属于它。"})
	if got := sizes(); got != "[6] 1" {
		t.Errorf("moved in again: %s", got)
	}
	if got := city.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on Campaign { size mergedInto { id size } } } }`, "id", all[1].String()).Get("node").Raw; got != `{"size":0,"mergedInto":{"id":"`+all[0].String()+`","size":6}}` {
		t.Errorf("the merged campaign is %s", got)
	}
	public := city.Anyone().Must(readCampaigns, "id", asked.Consultation).Get("consultation.campaignCorrections.nodes.#.kind").Raw
	if public != `["COMMENTS_MOVED","MERGED","SPLIT","COMMENTS_TAKEN_OUT"]` {
		t.Errorf("everybody reads %s", public)
	}
	city.Moderator().Must(moderateComment, "input", map[string]any{"commentId": said[4], "decision": "HIDE", "reason": "INSULT"})
	for name, c := range map[string]struct {
		input map[string]any
		want  string
	}{
		"a hidden comment":       {map[string]any{"commentIds": said[4:], "reason": "理由"}, "NOT_GROUPED commentIds.0"},
		"one split off":          {map[string]any{"commentIds": said[:1], "newCampaign": true, "reason": "理由"}, "TOO_FEW commentIds"},
		"into a merged one":      {map[string]any{"commentIds": said[:1], "campaignId": all[1].String(), "reason": "理由"}, "MERGED_AWAY campaignId"},
		"into one and a new one": {map[string]any{"commentIds": said[:2], "campaignId": all[0].String(), "newCampaign": true, "reason": "理由"}, "INVALID campaignId"},
		"without a reason":       {map[string]any{"commentIds": said[:1], "reason": ""}, "EMPTY reason"},
	} {
		if got := graphtest.Problems(analyst.Ask(moveToCampaign, "input", c.input)); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
	group(t, city)
	city.MoveTime(asked.Consultation, afterClosing)
	city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation, "unansweredReason": "来信没有提出具体意见。"})
	if got := graphtest.Problems(analyst.Ask(moveToCampaign, "input", map[string]any{"commentIds": said[:1], "reason": "理由"})); !slices.Equal(got, []string{"REPORTED"}) {
		t.Errorf("after the report: %v", got)
	}
}
