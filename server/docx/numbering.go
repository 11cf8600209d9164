package docx

import (
	"strconv"
	"strings"
)

// level is a level of a list: how Word writes its numbers.
type level struct {
	format string // such as decimal or chineseCounting
	text   string // such as 第%1条
	start  int
	after  int    // the number starts again after this level, from 1, or a higher one; 0 for never
	legal  bool   // all numbers of the text are written as digits
	style  string // the style of its paragraphs
}

// numbering is all lists of a document.
type numbering struct {
	levels map[string]map[int]level // by the list's id
	shared map[string]string        // the lists that share their numbers, by the list's id
	counts map[string][]int         // the last number of each level, by what is shared
	styled map[string]numberedAt    // the lists of styles
}

// numberedAt is a place in a list.
type numberedAt struct {
	list  string
	level int
}

const maxLevels = 9

// readNumbering reads the lists of a document.
func readNumbering(a archive) (numbering, error) {
	n := numbering{map[string]map[int]level{}, map[string]string{}, map[string][]int{}, map[string]numberedAt{}}
	abstract, linked, lists := map[string]map[int]level{}, map[string]string{}, []*node{}
	styles := map[string]string{} // the abstract list that a list style stands for
	err := a.eachBlock("word/numbering.xml", map[string]bool{"abstractNum": true, "num": true}, func(b *node) {
		if b.name == "num" {
			lists = append(lists, b)
			return
		}
		id := b.attrs["abstractNumId"]
		abstract[id] = levelsOf(b)
		linked[id] = b.val("numStyleLink")
		if style := b.val("styleLink"); style != "" {
			styles[style] = id
		}
	})
	for _, list := range lists {
		id, of := list.attrs["numId"], list.val("abstractNumId")
		if target := styles[linked[of]]; linked[of] != "" && target != "" {
			of = target
		}
		n.levels[id], n.shared[id] = abstract[of], of
		n.override(id, list)
		for at, l := range n.levels[id] {
			if l.style != "" {
				n.styled[l.style] = numberedAt{id, at}
			}
		}
	}
	return n, err
}

// levelsOf are the levels of an abstract list.
func levelsOf(b *node) map[int]level {
	levels := map[int]level{}
	for _, c := range b.children {
		if at, err := strconv.Atoi(c.attrs["ilvl"]); c.name == "lvl" && err == nil && at >= 0 && at < maxLevels {
			levels[at] = levelOf(c)
		}
	}
	return levels
}

func levelOf(n *node) level {
	l := level{format: n.val("numFmt"), text: n.val("lvlText"), start: 1, after: maxLevels, legal: n.at("isLgl") != nil && n.val("isLgl") != "0", style: n.val("pStyle")}
	if alternative := n.at("AlternateContent", "Choice", "numFmt"); alternative != nil && l.format == "" {
		l.format = alternative.attrs["val"]
	}
	if start, err := strconv.Atoi(n.val("start")); err == nil {
		l.start = start
	}
	if after, err := strconv.Atoi(n.val("lvlRestart")); err == nil {
		l.after = after
	}
	return l
}

// override applies what a list changes of its abstract list. A list that starts again has numbers of its own.
func (n numbering) override(id string, list *node) {
	own := map[int]level{}
	for at, l := range n.levels[id] {
		own[at] = l
	}
	for _, c := range list.children {
		at, err := strconv.Atoi(c.attrs["ilvl"])
		if c.name != "lvlOverride" || err != nil || at < 0 || at >= maxLevels {
			continue
		}
		if lvl := c.at("lvl"); lvl != nil {
			own[at] = levelOf(lvl)
		}
		if start, err := strconv.Atoi(c.val("startOverride")); err == nil {
			l := own[at]
			l.start = start
			own[at] = l
			n.shared[id] = "list " + id
		}
	}
	n.levels[id] = own
}

// next is the number of the next paragraph at a place of a list as Word writes it, with the space behind it.
func (n numbering) next(at numberedAt) string {
	l, known := n.levels[at.list][at.level]
	if !known || at.list == "0" {
		return ""
	}
	counts := n.counts[n.shared[at.list]]
	for len(counts) < maxLevels {
		counts = append(counts, n.levels[at.list][len(counts)].start-1)
	}
	for above := range at.level {
		counts[above] = max(counts[above], n.levels[at.list][above].start) // a level that was never reached counts as its first
	}
	counts[at.level]++
	for below := at.level + 1; below < maxLevels; below++ {
		if inner := n.levels[at.list][below]; at.level < inner.after {
			counts[below] = inner.start - 1
		}
	}
	n.counts[n.shared[at.list]] = counts
	label := l.text
	for above := maxLevels; above > 0; above-- {
		mark := "%" + strconv.Itoa(above)
		if above-1 > at.level {
			label = strings.ReplaceAll(label, mark, "")
			continue
		}
		format := n.levels[at.list][above-1].format
		if l.legal {
			format = "decimal"
		}
		label = strings.ReplaceAll(label, mark, formatNumber(counts[above-1], format))
	}
	return spaced(readableBullet(label, l.format))
}

// spaced is a label with a space behind it, as Word shows it, so that it is told from the words. Chinese labels with a closing mark have none.
func spaced(label string) string {
	if label == "" || strings.HasSuffix(label, "）") || strings.HasSuffix(label, "、") || strings.HasSuffix(label, "．") {
		return label
	}
	return label + " "
}

// readableBullet replaces the bullets of Word's symbol fonts, which other fonts do not have.
func readableBullet(label, format string) string {
	if format != "bullet" {
		return label
	}
	for _, r := range label {
		if r >= 0xE000 && r <= 0xF8FF || r == 'o' || r == '§' {
			return "•"
		}
	}
	return label
}
