package legaltext

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
)

// ClauseKind is the level of a clause in a legal text.
type ClauseKind string

// The levels from the widest to the narrowest: 编, 分编, 章, 节, 条, 款, 项, 目.
const (
	Book        ClauseKind = "BOOK"
	Subdivision ClauseKind = "SUBDIVISION"
	Chapter     ClauseKind = "CHAPTER"
	Section     ClauseKind = "SECTION"
	Article     ClauseKind = "ARTICLE"
	Paragraph   ClauseKind = "PARAGRAPH"
	Item        ClauseKind = "ITEM"
	Point       ClauseKind = "POINT"
)

// Heads tells whether clauses of this kind only gather others under a heading.
func (k ClauseKind) Heads() bool {
	return k == Book || k == Subdivision || k == Chapter || k == Section
}

// ClauseChange says how a clause came from the draft's version before.
type ClauseChange string

// What can happen to a clause's own heading and text; its children speak for themselves. A clause whose words changed is
// CHANGED even where its number changed too: comparing it with the previous clause shows that.
const (
	Unchanged ClauseChange = "UNCHANGED" // the same words under the same number in the same parent
	Changed   ClauseChange = "CHANGED"   // other words
	Moved     ClauseChange = "MOVED"     // the same words under another number or another parent
	New       ClauseChange = "NEW"       // nothing alike in the version before
)

// Clause is one row of a draft's text: a heading, an article, or a part of an article.
type Clause struct {
	Key          uuid.UUID     `db:"id"`
	DraftKey     uuid.UUID     `db:"draft_id"`
	ParentKey    *uuid.UUID    `db:"parent_id"`
	LineageKey   uuid.UUID     `db:"lineage_id"` // the same in every version of the clause
	Position     int           `db:"position"`   // order in the whole draft from 0, a parent before its children
	Depth        int           `db:"depth"`      // how many clauses lie above it
	Kind         ClauseKind    `db:"kind"`
	Label        string        `db:"label"`         // the number as written with its marker, such as 第十条之一, （一）, Article 5. or ##
	Number       *int          `db:"number"`        // nil where none was written or counted
	NumberSuffix int           `db:"number_suffix"` // 1 in 第十条之一, 10A and 10bis; 0 where there is none
	Heading      string        `db:"heading"`
	Text         string        `db:"text"`
	Change       *ClauseChange `db:"change"`      // nil in a first version
	PreviousKey  *uuid.UUID    `db:"previous_id"` // the clause of the version before that it came from
}

// newClause makes a clause that starts its own lineage.
func newClause(kind ClauseKind) Clause {
	key := uuid.Must(uuid.NewV7())
	return Clause{Key: key, LineageKey: key, Kind: kind}
}

// Content is the clause's own label, heading and text as a person would write them.
func (c Clause) Content() string {
	head := c.Label + gapAfterLabel(c.Label, c.Heading+c.Text) + c.Heading
	if c.Heading == "" || c.Text == "" {
		return head + c.Text
	}
	if last, _ := utf8.DecodeLastRuneInString(c.Heading); last == '】' || last == '—' {
		return head + c.Text
	}
	return head + "\n" + c.Text
}

// gapAfterLabel is the space between a label and what follows it: Chinese sets none after （一） and 1．.
func gapAfterLabel(label, rest string) string {
	last, _ := utf8.DecodeLastRuneInString(label)
	first, _ := utf8.DecodeRuneInString(rest)
	tight := strings.ContainsRune("）)、．.：", last) && unicode.Is(unicode.Han, first)
	if label == "" || rest == "" || isBlank(last) || tight {
		return ""
	}
	return " "
}

// TextOf joins clauses in their order into a readable text, one paragraph a clause.
func TextOf(clauses []Clause) string {
	var text strings.Builder
	for i, c := range clauses {
		if i > 0 {
			text.WriteString("\n\n")
		}
		text.WriteString(c.Content())
	}
	return text.String()
}

// ContentHash is the SHA-256 in hexadecimal of what clauses say and how they are nested, whatever their keys are.
func ContentHash(clauses []Clause) string {
	sum := sha256.New()
	for _, c := range clauses {
		for _, field := range []string{fmt.Sprint(c.Depth), string(c.Kind), c.Label, c.Heading, c.Text} {
			fmt.Fprintf(sum, "%d:%s,", len(field), field) // the length keeps neighbouring fields apart
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}
