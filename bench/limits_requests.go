package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"
)

// heavyRequest is a request of a kind that is known to be dear.
type heavyRequest struct {
	name      string
	query     string
	variables map[string]any
}

// heavyRequests are requests at the bounds of the contract. The record is one of the department's that the editor may add drafts to.
func heavyRequests(department, record, consultation string) []heavyRequest {
	marks := "e" + strings.Repeat("\u0301", 9_999)
	importDraft := `mutation ($input: ImportDraftInput!) { importDraft(input: $input) { draft { id } userErrors { code } } }`
	submit := `mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id } userErrors { code } } }`
	text := func(text string) map[string]any {
		return map[string]any{"input": map[string]any{"policyRecordId": record, "text": text}}
	}
	return []heavyRequest{
		{"import of 499,999 lines", importDraft, text(strings.Repeat("一\n", 499_999))},
		{"import of a million characters in one line", importDraft, text(strings.Repeat("公园管理单位应当做好安全工作，", 66_666))},
		{"import of 60,000 articles", importDraft, text(manyArticles(60_000))},
		{"survey of 100 questions with 100 options and 20 conditions each", `mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { survey { questions { title showIf { question } ... on MultipleChoiceQuestion { options { title } } } } userErrors { code } } }`,
			map[string]any{"input": map[string]any{"departmentId": department, "title": inChinese("限度"), "questions": manyQuestions()}}},
		{"comment of 200,000 combining marks", submit, map[string]any{"input": map[string]any{"consultationId": consultation, "stance": "SUPPORT", "body": strings.Repeat(marks, 20)}}},
		{"95 searches under aliases", aliases(95, `consultations(first: 3) { nodes { comments(first: 10, filter: {contains: "公园"}) { nodes { id } } } }`), nil},
		{"search for 100 combining marks", `query ($t: String!) { search(text: $t, first: 10) { nodes { snippet } } }`, map[string]any{"t": marks[:201]}},
		{"11 searches", aliases(11, `search(text: "园", first: 10) { totalCount nodes { snippet } }`), nil},
		{"11 searches for two words each", manySearches(), nil},
		{"the schema, 4 times", aliases(4, `__schema { types { name fields { name args { name type { name ofType { name } } } type { name ofType { name } } } } }`), nil},
		{"10,000 wrong values in a list", `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, map[string]any{"ids": strings.Split(strings.Repeat("x,", 9_999)+"x", ",")}},
	}
}

// manyArticles is a text of n short articles.
func manyArticles(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "第%d条 安全。\n", i+1)
	}
	return text.String()
}

// aliases asks for a field n times under different names.
func aliases(n int, field string) string {
	var query strings.Builder
	for i := range n {
		fmt.Fprintf(&query, "a%d: %s ", i, field)
	}
	return "{ " + query.String() + "}"
}

// manySearches looks for as many pairs of common words as an operation may.
func manySearches() string {
	var query strings.Builder
	for i := range 11 {
		fmt.Fprintf(&query, " a%d: search(text: %q, first: 10) { totalCount nodes { snippet } }", i, "希望 "+whats[i])
	}
	return "{" + query.String() + " }"
}

// inChinese is a text in one language, as an input.
func inChinese(text string) []any { return []any{map[string]any{"locale": "zh", "text": text}} }

// manyQuestions are as many questions as a survey may have, with as many options and conditions.
func manyQuestions() (all []any) {
	var options []any
	for i := range 100 {
		options = append(options, map[string]any{"key": fmt.Sprint("o", i), "title": inChinese("选")})
	}
	for i := range 100 {
		var conditions []any
		for c := range min(i, 20) {
			conditions = append(conditions, map[string]any{"question": fmt.Sprint("q", i-1-c), "noneOf": []string{"o1"}})
		}
		all = append(all, map[string]any{"key": fmt.Sprint("q", i), "kind": "MULTIPLE_CHOICE", "title": inChinese("问"), "options": options, "showIf": conditions})
	}
	return all
}

// newRecord makes a policy record of the first department for the drafts of heavy requests.
func (b *bench) newRecord(token string) (department, record string, err error) {
	first, err := b.once(post(`{ departments(first: 1) { nodes { id } } }`, nil))
	if err != nil {
		return "", "", err
	}
	department = first.Get("departments.nodes.0.id").String()
	asked := post(`mutation ($input: CreatePolicyRecordInput!) { createPolicyRecord(input: $input) { policyRecord { id } } }`, map[string]any{"input": map[string]any{
		"departmentId": department, "kind": "NORMATIVE_DOCUMENT", "title": inChinese("限度")}})
	asked.token = token
	made, err := b.once(asked)
	return department, made.Get("createPolicyRecord.policyRecord.id").String(), err
}

// slowReaders is how many clients begin an export at once and read nothing of it.
const slowReaders = 200

// slowReaders lets many clients ask for the export of the longest discussion and read only its head. It measures what they take in five seconds.
func (b *bench) slowReaders(ctx context.Context, token string) (burden, error) {
	at, err := url.Parse(b.server.url)
	if err != nil {
		return burden{}, err
	}
	head := fmt.Sprintf("GET /export/comments.ndjson?id=%s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\n\r\n", b.city.great(), at.Host, token)
	codes := map[string]int{}
	d, err := b.during(ctx, func() error {
		for range slowReaders {
			conn, err := net.Dial("tcp", at.Host)
			if err != nil {
				return err
			}
			defer conn.Close()
			if _, err := conn.Write([]byte(head)); err != nil {
				return err
			}
			var line [12]byte
			if _, err := io.ReadFull(conn, line[:]); err != nil {
				return err
			}
			codes[string(line[9:])]++
		}
		select {
		case <-time.After(5 * time.Second):
		case <-ctx.Done():
		}
		return nil
	})
	d.name, d.code, d.requests = fmt.Sprintf("%d readers of an export that read nothing", slowReaders), fmt.Sprint(codes), slowReaders
	return d, err
}
