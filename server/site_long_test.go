package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"
)

// The measures of the Civil Code of China, of which a text of the test is a likeness: its articles, its chapters, and the longest one.
const (
	codeArticles   = 1260
	codeBooks      = 7
	bookChapters   = 12
	longestChapter = 53 // articles
)

// numeral writes a number below ten thousand in Chinese, as articles are numbered.
func numeral(n int) (text string) {
	digits, units := []rune("零一二三四五六七八九"), []string{"", "十", "百", "千"}
	for place := 3; place >= 0; place-- {
		part := n
		for range place {
			part /= 10
		}
		switch digit := part % 10; {
		case digit > 0:
			text += string(digits[digit]) + units[place]
		case text != "" && !strings.HasSuffix(text, "零"):
			text += "零"
		}
	}
	text = strings.TrimSuffix(text, "零")
	if strings.HasPrefix(text, "一十") {
		text = strings.TrimPrefix(text, "一")
	}
	return text
}

// longCode writes a text as long as the Civil Code, about 110,000 characters: books of chapters of articles of two paragraphs, some with items. No
// two articles are the same.
func longCode() string {
	chance, words := rand.New(rand.NewPCG(1260, 7)), []rune("民事主体权利义务合同财产登记占有使用收益处分担保抵押质权租赁承揽运输保管委托物业行纪中介合伙继承婚姻监护期间时效责任赔偿侵害过错")
	sentence := func() string {
		var s strings.Builder
		for range 21 {
			s.WriteRune(words[chance.IntN(len(words))])
		}
		return s.String() + "。"
	}
	var text strings.Builder
	text.WriteString("示范法典\n")
	article := 0
	for book := 1; book <= codeBooks; book++ {
		fmt.Fprintf(&text, "第%s编 %s\n", numeral(book), string(words[book*4:book*4+4]))
		for chapter := 1; chapter <= bookChapters; chapter++ {
			fmt.Fprintf(&text, "第%s章 %s\n", numeral(chapter), string(words[chapter*3:chapter*3+4]))
			left := codeArticles - article
			of := left / ((codeBooks-book)*bookChapters + bookChapters - chapter + 1)
			if chapter == 1 && left > longestChapter {
				of = longestChapter
			}
			for range of {
				article++
				fmt.Fprintf(&text, "第%s条 %s\n%s\n", numeral(article), sentence()+sentence(), sentence()+sentence())
				if article%10 == 0 {
					fmt.Fprintf(&text, "（一）%s；\n（二）%s。\n", strings.TrimSuffix(sentence(), "。"), strings.TrimSuffix(sentence(), "。"))
				}
			}
		}
	}
	return text.String()
}

// give sends a mutation with its input, and fails the test where there is a problem.
func (p *program) give(token, mutation, fields string, input map[string]any) gjson.Result {
	p.t.Helper()
	name := strings.ToUpper(mutation[:1]) + mutation[1:] + "Input"
	body, _ := json.Marshal(map[string]any{"query": fmt.Sprintf(`mutation ($input: %s!) { %s(input: $input) { %s userErrors { code field message } } }`, name, mutation, fields), "variables": map[string]any{"input": input}})
	got := p.do(http.MethodPost, "/graphql", string(body), "Content-Type", "application/json", "Authorization", "Bearer "+token)
	if made := gjson.Get(got.body, "data."+mutation); made.Get("userErrors.#").Int() == 0 && !gjson.Get(got.body, "errors").Exists() {
		return made
	}
	p.t.Fatalf("%s: %.500s", mutation, got.body)
	return gjson.Result{}
}

// putLongCode puts the long text to the public, after its review by three people. It returns the ids of the consultation and of the draft.
func putLongCode(p *program) (consultation, draft string) {
	p.t.Helper()
	staff := map[string]string{}
	for _, role := range []string{"EDITOR", "REVIEWER", "PUBLISHER"} {
		staff[role] = p.token("-subject", role, "-role", "PARKS:"+role)
	}
	words := func(text string) []any {
		return []any{map[string]any{"locale": "zh", "text": text}, map[string]any{"locale": "en", "text": text}}
	}
	parks := p.ask("", `{ departments(first: 20) { nodes { id code } } }`).Get(`data.departments.nodes.#(code=="PARKS").id`).String()
	record := p.give(staff["EDITOR"], "createPolicyRecord", "policyRecord { id }", map[string]any{"departmentId": parks, "kind": "OTHER", "title": words("示范法典")}).Get("policyRecord.id").String()
	text := p.give(staff["EDITOR"], "importDraft", "draft { id contentHash }", map[string]any{"policyRecordId": record, "text": longCode(), "explanatoryNote": words("试验长文。")[:1]}).Get("draft")
	draft = text.Get("id").String()
	p.ask(staff["EDITOR"], fmt.Sprintf(`mutation { submitDraftForReview(input: {draftId: %q}) { userErrors { code } } }`, draft))
	verdicts := []any{}
	for _, gate := range []string{"POLITICAL", "LEGAL", "POLICY", "SECRECY", "TEXT"} {
		verdicts = append(verdicts, map[string]any{"gate": gate, "passed": true})
	}
	for _, step := range [][2]string{{"EDIT", "EDITOR"}, {"REVIEW", "REVIEWER"}, {"PUBLISH", "PUBLISHER"}} {
		p.give(staff[step[1]], "recordReview", "", map[string]any{"draftId": draft, "stage": step[0], "decision": "APPROVE", "verdicts": verdicts, "contentHash": text.Get("contentHash").String()})
	}
	launched := p.give(staff["PUBLISHER"], "launchConsultation", "consultation { id }", map[string]any{"policyRecordId": record, "draftId": draft, "closesOn": time.Now().AddDate(0, 0, 60).Format(time.DateOnly)})
	return launched.Get("consultation.id").String(), draft
}

var chapterLink = regexp.MustCompile(`href="\?chapter=([^#"]+)#text"`)

// TestSiteLongText weighs every chapter's page of a text as long as the Civil Code, beside its consultation and alone. "make weigh" prints the
// heaviest.
func TestSiteLongText(t *testing.T) {
	t.Parallel()
	p := start(t, exampleFolder(t))
	consultation, draft := putLongCode(p)
	for name, address := range map[string]string{"chapter": "/zh/consultations/" + consultation, "chapter alone": "/zh/drafts/" + draft} {
		chapters, articles, heaviest := chapterLink.FindAllStringSubmatch(p.get(address).body, -1), 0, 0
		for _, chapter := range chapters {
			at := address + "?chapter=" + chapter[1]
			articles += strings.Count(p.get(at).body, `class="row ARTICLE`)
			bytes, _ := weigh(p, at)
			heaviest = max(heaviest, bytes)
		}
		t.Logf("zh  %-14s %6d bytes in the heaviest of %d", name, heaviest, len(chapters))
		if heaviest > mostOnTheWire || len(chapters) != codeBooks*bookChapters || articles != codeArticles {
			t.Errorf("%s: the heaviest of %d pages weighs %d bytes, and together they show %d articles", name, len(chapters), heaviest, articles)
		}
	}
}
