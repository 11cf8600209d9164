// Package legaltext cuts a legal text, Chinese or English, into its clauses, reads their numbers and cites them. It knows the form of laws and nothing of what people do with them.
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
	Title       ClauseKind = "TITLE" // a line of the text's own title; it takes no comments
)

// isHeading tells whether clauses of this kind only group other clauses under a heading.
func (k ClauseKind) IsHeading() bool {
	return k == Book || k == Subdivision || k == Chapter || k == Section
}

// ClauseChange says how a clause differs from the clause of the previous version that it came from.
type ClauseChange string

// The changes. They concern a clause's own heading and text; each of its children has a change of its own. A clause whose words
// changed is CHANGED even if its number changed too: a comparison with the previous clause shows both.
const (
	Unchanged ClauseChange = "UNCHANGED" // the same words under the same number in the same parent
	Changed   ClauseChange = "CHANGED"   // other words
	Moved     ClauseChange = "MOVED"     // the same words under another number or another parent
	New       ClauseChange = "NEW"       // no clause of the previous version is similar
	Split     ClauseChange = "SPLIT"     // one of several parts of a clause of the previous version
	Merged    ClauseChange = "MERGED"    // it holds the words of several clauses of the previous version
)

// Clause is one part of a legal text: a heading, an article, or a part of an article.
type Clause struct {
	Key          uuid.UUID     `db:"id"`
	DraftKey     uuid.UUID     `db:"draft_id"`
	ParentKey    *uuid.UUID    `db:"parent_id"`
	LineageKey   uuid.UUID     `db:"lineage_id"` // the same in every version of the clause
	Position     int           `db:"position"`   // order in the whole text from 0; a parent comes before its children
	Depth        int           `db:"depth"`      // the number of its ancestors
	Kind         ClauseKind    `db:"kind"`
	Label        string        `db:"label"`         // the number as it is written, such as 第十条之一, （一）, Article 5. or ##
	Number       *int          `db:"number"`        // nil if it is neither written nor counted
	NumberSuffix int           `db:"number_suffix"` // 1 in 第十条之一, 10A and 10bis; 0 if there is none
	Heading      string        `db:"heading"`
	Text         string        `db:"text"`
	Change       *ClauseChange `db:"change"`      // nil in the first version
	PreviousKey  *uuid.UUID    `db:"previous_id"` // the clause of the previous version that it came from
	SourceKeys   SourceKeys    `db:"sources"`     // the others that it was split from or merged with
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
	if strings.ContainsRune("】）—–-", lastRune(c.Heading)) {
		return head + c.Text
	}
	return head + "\n" + c.Text
}

// gapAfterLabel is the space between a label and the words after it. Chinese texts have no space after （一） and 1．.
func gapAfterLabel(label, rest string) string {
	last, _ := utf8.DecodeLastRuneInString(label)
	first, _ := utf8.DecodeRuneInString(rest)
	tight := strings.ContainsRune("）)、．.：", last) && unicode.Is(unicode.Han, first)
	if label == "" || rest == "" || isBlank(last) || tight {
		return ""
	}
	return " "
}

// ContentHash is the SHA-256, in hexadecimal, of the clauses' words and nesting. It does not depend on their keys.
func ContentHash(clauses []Clause) string {
	sum := sha256.New()
	for _, c := range clauses {
		for _, field := range []string{fmt.Sprint(c.Depth), string(c.Kind), c.Label, c.Heading, c.Text} {
			fmt.Fprintf(sum, "%d:%s,", len(field), field) // the length keeps neighbouring fields apart
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}
