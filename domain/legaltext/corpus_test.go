package legaltext

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// corpusFigures are the figures of the texts of one style.
type corpusFigures struct {
	texts, lost, right, warned, again int
	slowest                           time.Duration
	kinds                             map[ImportWarningKind]int
}

// TestCorpus cuts the texts of a folder and prints figures by style. MINYI_CORPUS is the folder; each folder in it is one style.
func TestCorpus(t *testing.T) {
	root := os.Getenv("MINYI_CORPUS")
	if root == "" {
		t.Skip("set MINYI_CORPUS to a folder of texts, one folder in it for each style")
	}
	styles := map[string]*corpusFigures{}
	files, err := filepath.Glob(filepath.Join(root, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		style := filepath.Base(filepath.Dir(file))
		if styles[style] == nil {
			styles[style] = &corpusFigures{kinds: map[ImportWarningKind]int{}}
		}
		styles[style].add(t, file, string(raw))
	}
	t.Logf("%-14s %6s %5s %9s %8s %6s %10s", "style", "texts", "lost", "articles", "warned", "again", "ms for 1 MB")
	for style, f := range styles {
		t.Logf("%-14s %6d %5d %8.1f%% %7.1f%% %6d %10d  %v", style, f.texts, f.lost, 100*float64(f.right)/float64(f.texts),
			100*float64(f.warned)/float64(f.texts), f.again, f.slowest.Milliseconds(), f.kinds)
	}
}

// add cuts one text. MINYI_CORPUS_SHOW names the figure whose texts are listed: lost, articles, warnings or again.
func (f *corpusFigures) add(t *testing.T, name, text string) {
	began := processorTime(t)
	cut := CutText(text)
	took := processorTime(t) - began
	show := func(figure string, what ...any) {
		if os.Getenv("MINYI_CORPUS_SHOW") == figure {
			t.Log(append([]any{name}, what...)...)
		}
	}
	f.texts++
	if len(text) > 1<<16 {
		f.slowest = max(f.slowest, time.Duration(float64(took)*float64(1<<20)/float64(len(text))))
	}
	if !SameText(joinedWords(cut.Clauses), text) || !SameText(TextOf(cut.Clauses), text) {
		f.lost++
		show("lost")
	}
	if found, want := articlesOf(cut.Clauses), countedArticles(text); slices.Equal(found, want) {
		f.right++
	} else {
		show("articles", len(found), "for", len(want), firstDifference(found, want))
	}
	if len(cut.Warnings) > 0 {
		f.warned++
		for _, w := range cut.Warnings {
			f.kinds[w.Kind]++
			show("warnings", w.Kind, w.Line, w.Excerpt, w.Expected)
		}
	}
	if again := CutText(TextOf(cut.Clauses)); outline(again.Clauses) != outline(cut.Clauses) {
		f.again++
		a, b := strings.Split(outline(cut.Clauses), "\n"), strings.Split(outline(again.Clauses), "\n")
		show("again", firstDifference(a, b))
	}
}

// processorTime is the time that the process has computed. Other work on the machine does not count.
func processorTime(t *testing.T) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// articlesOf are the numbers of the articles as they are written.
func articlesOf(clauses []Clause) (labels []string) {
	for _, c := range clauses {
		if c.Kind == Article && c.Number != nil {
			labels = append(labels, bareLabel(c.Label))
		}
	}
	return labels
}

// countedArticle finds the articles of a text without the importer, in the order in which the styles are tried: a label at the start of a
// line that a blank or the end follows.
var countedArticle = []*regexp.Regexp{
	regexp.MustCompile(`(?m)^[#*\s\x{3000}]*第[\s\x{3000}]*([0-9０-９一二三四五六七八九十百千零〇两]+(?:[-－][0-9]+)?)[\s\x{3000}]*[条條](之[一二三四五六七八九十]+)?(?:[\s\x{3000}*【]|$)`),
	regexp.MustCompile(`(?m)^[#*\s]*(?:Article|Section) (\d+[A-Z]*)([ .]|$)`),
	regexp.MustCompile(`(?m)^[#*\s]*§[\s\p{Z}]*([0-9.–-]+[a-zA-Z]*)()`),
	regexp.MustCompile(`(?m)^#+ (\d+(?:\.\d+)*[A-Z]*)(?:([ .])?[\s*\p{Z}]|$)`),
	regexp.MustCompile(`(?m)^(\d+[A-Z]*)\.()`),
}

// countedArticles are the numbers of the articles that the first of countedArticle finds.
func countedArticles(text string) (labels []string) {
	for _, style := range countedArticle {
		for _, found := range style.FindAllStringSubmatch(text, -1) {
			labels = append(labels, bareLabel(found[1]+strings.Trim(found[2], " .")))
		}
		if len(labels) > 0 {
			break
		}
	}
	return labels
}

// notNumber are the parts of a label that are no number.
var notNumber = regexp.MustCompile(`[#*\s\p{Z}第条條§:：—]|Article|Section|[.–-]$`)

func bareLabel(label string) string {
	return strings.TrimRight(notNumber.ReplaceAllString(label, ""), ".–-—")
}

// firstDifference is the first element in which two lists differ.
func firstDifference(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] + " | " + b[i]
		}
	}
	return "at the end"
}
