package docx

import (
	"regexp"
	"strconv"
	"strings"
)

// style is what a style of paragraphs says of a paragraph's place.
type style struct {
	name    string
	based   string
	outline int // the level of a heading from 1; 0 for none
	list    *numberedAt
	hidden  bool
}

// readStyles reads the styles of a document.
func readStyles(a archive) (map[string]style, error) {
	styles := map[string]style{}
	err := a.eachBlock("word/styles.xml", map[string]bool{"style": true}, func(n *node) {
		s := style{name: strings.ToLower(n.val("name")), based: n.val("basedOn"), outline: outlineOf(n.at("pPr")), list: listOf(n.at("pPr")), hidden: isOn(n.at("rPr"), "vanish")}
		if level := headingName.FindStringSubmatch(s.name); level != nil && s.outline == 0 {
			s.outline, _ = strconv.Atoi(level[1])
		}
		styles[n.attrs["styleId"]] = s
	})
	return styles, err
}

// headingName is the name of a heading style in the languages in which Word's files hold it.
var headingName = regexp.MustCompile(`^(?:heading|标题|標題|überschrift|titre) ?([1-9])$`)

// outlineOf is the level of an outline that paragraph properties name, from 1; 0 if they name none.
func outlineOf(properties *node) int {
	level, err := strconv.Atoi(properties.val("outlineLvl"))
	if err != nil || level < 0 || level > 8 {
		return 0
	}
	return level + 1
}

// listOf is the place in a list that paragraph properties name; nil if they name none.
func listOf(properties *node) *numberedAt {
	number := properties.child("numPr")
	if number == nil || number.at("numId") == nil && number.at("ilvl") == nil {
		return nil
	}
	level, _ := strconv.Atoi(number.val("ilvl"))
	return &numberedAt{number.val("numId"), min(max(level, 0), maxLevels-1)}
}

// isOn tells whether a switch such as vanish is on.
func isOn(properties *node, name string) bool {
	found := properties.child(name)
	return found != nil && found.attrs["val"] != "0" && found.attrs["val"] != "false"
}

// look is what a style and those that it is based on say together.
func look(styles map[string]style, id string) (found style) {
	for depth := 0; id != "" && depth < 20; depth++ {
		s, known := styles[id]
		if !known {
			break
		}
		if found.name == "" {
			found.name = s.name
		}
		if found.outline == 0 {
			found.outline = s.outline
		}
		if found.list == nil && s.list != nil {
			found.list = s.list
		}
		found.hidden = found.hidden || s.hidden
		id = s.based
	}
	return found
}
