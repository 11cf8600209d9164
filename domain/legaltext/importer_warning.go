package legaltext

import (
	"context"
	"fmt"
	"slices"

	"minyi/domain/civic"
)

// ImportWarningKind is a reason why a person should look at a line after an import.
type ImportWarningKind string

// The warnings. They do not stop an import, and no text is lost.
const (
	Gap           ImportWarningKind = "GAP"
	Repeat        ImportWarningKind = "REPEAT"
	OutOfOrder    ImportWarningKind = "OUT_OF_ORDER"
	Unplaced      ImportWarningKind = "UNPLACED"
	Ambiguous     ImportWarningKind = "AMBIGUOUS"
	Contents      ImportWarningKind = "CONTENTS"
	TitleRepeated ImportWarningKind = "TITLE_REPEATED"

	// The warnings of uploaded files.
	TrackedChanges ImportWarningKind = "TRACKED_CHANGES"
	Footnotes      ImportWarningKind = "FOOTNOTES"
	Pictures       ImportWarningKind = "PICTURES"
	Encoding       ImportWarningKind = "ENCODING"
)

var importMessages = map[ImportWarningKind]civic.Localized{
	Gap:            civic.Bilingual("第%d行“%s”：编号不连续，应为%d。", "Line %d, “%s”: numbers are missing before it, %d was expected."),
	Repeat:         civic.Bilingual("第%d行“%s”：编号重复。", "Line %d, “%s”: this number was there before."),
	OutOfOrder:     civic.Bilingual("第%d行“%s”：编号倒序，应为%d。", "Line %d, “%s”: its number is out of order, %d was expected."),
	Unplaced:       civic.Bilingual("第%d行“%s”：此项不在任何条文之下。", "Line %d, “%s”: this item belongs to no article."),
	Ambiguous:      civic.Bilingual("第%d行“%s”：按引用处理，未作为新的条文。", "Line %d, “%s”: taken for a citation, not for the start of a clause."),
	Contents:       civic.Bilingual("第%d行“%s”：目录按普通文字保留，未作为结构。", "Line %d, “%s”: the table of contents was kept as text, not as structure."),
	TitleRepeated:  civic.Bilingual("第%d行“%s”：标题再次出现。", "Line %d, “%s”: the title comes again."),
	TrackedChanges: civic.Bilingual("第%d行“%s”：文件自此含有修订，已按全部接受读取。", "Line %d, “%s”: from here on the file has tracked changes; they were read as accepted."),
	Footnotes:      civic.Bilingual("第%d行“%s”：自此有脚注，已写入正文的〔〕中，请核对。", "Line %d, “%s”: from here on there are footnotes; they were put into the text in brackets."),
	Pictures:       civic.Bilingual("第%d行“%s”：此处有图片，未能导入。", "Line %d, “%s”: a picture here was not imported."),
	Encoding:       civic.Bilingual("第%d行“%s”：文件不是 UTF-8，已按 GB18030 读取，请核对文字。", "Line %d, “%s”: the file is not UTF-8 and was read as GB18030; check the characters."),
}

// ImportWarning points at one line of the pasted text.
type ImportWarning struct {
	Kind     ImportWarningKind
	Line     int    // from 1
	Excerpt  string // the start of the line
	Expected int    // the expected number, for GAP and OUT_OF_ORDER
}

// Message is the warning in the language of the request.
func (w ImportWarning) Message(ctx context.Context) string { return w.In(civic.LocaleOf(ctx)) }

// In is the warning in a language.
func (w ImportWarning) In(locale civic.Locale) string {
	pattern := importMessages[w.Kind].In(locale.BuiltIn())
	if w.Kind == Gap || w.Kind == OutOfOrder {
		return fmt.Sprintf(pattern, w.Line, w.Excerpt, w.Expected)
	}
	return fmt.Sprintf(pattern, w.Line, w.Excerpt)
}

// Excerpt is the start of a line as warnings show it.
func Excerpt(text string) string {
	seen := 0
	for at := range text {
		if seen++; seen > 24 {
			return text[:at] + "…"
		}
	}
	return text
}

// sortWarnings puts the warnings in the order of the text.
func sortWarnings(warnings []ImportWarning) {
	slices.SortStableFunc(warnings, func(a, b ImportWarning) int { return a.Line - b.Line })
}
