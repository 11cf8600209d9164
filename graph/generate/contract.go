package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
)

// contract is the whole schema, assembled from the subjects' files.
type contract struct {
	chapters []chapter
	rooms    map[string]string // the folder in graph/ of a type ("Comment") or of a field ("Comment.clause")
}

// chapter is one subject's file. Its first line, such as "# 3.2 Comments", gives its position in the contract.
type chapter struct {
	number, title string
	room          string
	doc           *ast.SchemaDocument
}

// readContract reads the subjects' files and moves each extension into the type that it extends.
func readContract() (*contract, error) {
	files, err := filepath.Glob("graph/*/*.graphql")
	if err != nil {
		return nil, err
	}
	c := &contract{rooms: map[string]string{}}
	for _, file := range files {
		read, err := readChapter(file)
		if err != nil {
			return nil, err
		}
		c.chapters = append(c.chapters, read)
	}
	slices.SortFunc(c.chapters, func(a, b chapter) int { return cmp.Compare(a.number, b.number) })
	c.noteRooms()
	if err := c.extend(); err != nil {
		return nil, err
	}
	c.inherit()
	c.connect()
	c.addUserErrors()
	return c, c.addCodes()
}

func readChapter(file string) (chapter, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return chapter{}, err
	}
	heading, _, _ := strings.Cut(string(text), "\n")
	number, title, numbered := strings.Cut(strings.TrimPrefix(heading, "# "), " ")
	if !numbered || !strings.HasPrefix(heading, "# ") {
		return chapter{}, fmt.Errorf("%s: the first line is not a heading such as \"# 3.2 Comments\"", file)
	}
	doc, err := parser.ParseSchema(&ast.Source{Name: file, Input: string(text)})
	if err != nil {
		return chapter{}, err
	}
	return chapter{number: number, title: title, room: filepath.Base(filepath.Dir(file)), doc: doc}, nil
}

// noteRooms records where each type and each field is declared.
func (c *contract) noteRooms() {
	for _, ch := range c.chapters {
		for _, d := range ch.doc.Definitions {
			c.rooms[d.Name] = ch.room
		}
		for _, d := range slices.Concat(ch.doc.Definitions, ch.doc.Extensions) {
			for _, f := range d.Fields {
				c.rooms[d.Name+"."+f.Name] = ch.room
			}
		}
	}
}

// find returns the chapter and the definition of a type, or nil.
func (c *contract) find(name string) (*chapter, *ast.Definition) {
	for i := range c.chapters {
		if d := c.chapters[i].doc.Definitions.ForName(name); d != nil {
			return &c.chapters[i], d
		}
	}
	return nil, nil
}

// extend adds the extensions of each type to the type.
func (c *contract) extend() error {
	for i := range c.chapters {
		doc := c.chapters[i].doc
		for _, more := range doc.Extensions {
			_, whole := c.find(more.Name)
			if whole == nil {
				return fmt.Errorf("%s: there is no %s to extend", more.Position.Src.Name, more.Name)
			}
			whole.Fields = append(whole.Fields, more.Fields...)
			whole.EnumValues = append(whole.EnumValues, more.EnumValues...)
			whole.Types = append(whole.Types, more.Types...)
			whole.Interfaces = append(whole.Interfaces, more.Interfaces...)
			whole.Directives = append(whole.Directives, more.Directives...)
		}
		doc.Extensions = nil
	}
	return nil
}

// text writes the contract in the order of the story.
func (c *contract) text() []byte {
	var all bytes.Buffer
	all.WriteString("# The whole contract. It is assembled from graph/*/*.graphql by make generate.\n")
	for _, ch := range c.chapters {
		line := fmt.Sprintf("# ── %s %s ", ch.number, ch.title)
		fmt.Fprintf(&all, "\n%s%s\n\n", line, strings.Repeat("─", max(0, 120-len([]rune(line)))))
		formatter.NewFormatter(&all, formatter.WithIndent("  ")).FormatSchemaDocument(ch.doc)
	}
	return shortened(all.String())
}

// shortened writes a description of one line without escapes on one line. The formatter uses three lines.
func shortened(text string) []byte {
	const mark = `"""`
	var to bytes.Buffer
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		if strings.TrimSpace(lines[i]) != mark {
			to.WriteString(lines[i] + "\n")
			continue
		}
		end := i + 1
		for strings.TrimSpace(lines[end]) != mark {
			end++
		}
		said := strings.TrimSpace(lines[i+1])
		if end == i+2 && !strings.ContainsAny(said, `"\\`) {
			to.WriteString(strings.Replace(lines[i], mark, `"`+said+`"`, 1) + "\n")
		} else {
			to.WriteString(strings.Join(lines[i:end+1], "\n") + "\n")
		}
		i = end
	}
	return append(bytes.TrimRight(to.Bytes(), "\n"), '\n')
}
