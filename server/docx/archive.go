// Package docx reads the text of Word documents and writes them. It reads what a person sees: numbers that Word generates, footnotes and
// text boxes at their places, tracked changes as if they were accepted. It needs nothing but archive/zip and encoding/xml;
// docs/decisions/word-files.md says which libraries were tried.
package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"minyi/domain/civic"
	"minyi/domain/policy"
)

// The limits of an archive. The longest code of laws has 3 MB of XML.
const (
	maxParts     = 2000
	maxPart      = 48 << 20 // bytes of one part that is read
	maxDepth     = 256      // of elements in one another
	maxPartNodes = 200_000  // elements of one paragraph or table
)

var (
	zipMagic = []byte("PK\x03\x04")
	oleMagic = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") // an old Office file, or an encrypted new one
)

// Is tells whether a file looks like one that Read should read or refuse.
func Is(raw []byte) bool { return bytes.HasPrefix(raw, zipMagic) || bytes.HasPrefix(raw, oleMagic) }

// archive is the parts of a document.
type archive struct{ parts map[string]*zip.File }

// openArchive refuses what is no Word document, and what might do harm.
func openArchive(raw []byte) (archive, error) {
	a := archive{map[string]*zip.File{}}
	if bytes.HasPrefix(raw, oleMagic) {
		if bytes.Contains(raw, utf16Name("EncryptedPackage")) {
			return a, civic.Refuse(policy.FileEncrypted, "")
		}
		return a, civic.Refuse(policy.FileTypeUnknown, "")
	}
	files, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return a, civic.Refuse(policy.FileBroken, "")
	}
	if len(files.File) > maxParts {
		return a, civic.Refuse(policy.FileExpands, "")
	}
	for _, f := range files.File {
		if f.Flags&1 != 0 {
			return a, civic.Refuse(policy.FileEncrypted, "")
		}
		name := strings.ToLower(strings.TrimPrefix(f.Name, "/"))
		if strings.HasPrefix(path.Base(name), "vbaproject") || strings.HasPrefix(path.Base(name), "vbadata") {
			return a, civic.Refuse(policy.FileHasMacros, "")
		}
		a.parts[name] = f
	}
	return a, a.checkTypes()
}

// utf16Name is a name as the directory of an old Office file has it.
func utf16Name(name string) []byte {
	var wide []byte
	for _, c := range []byte(name) {
		wide = append(wide, c, 0)
	}
	return wide
}

// checkTypes refuses documents with macros by their content types, and archives that are no Word documents.
func (a archive) checkTypes() error {
	types, err := a.read("[content_types].xml")
	if err != nil {
		return err
	}
	switch {
	case types == nil:
		return civic.Refuse(policy.FileTypeUnknown, "")
	case bytes.Contains(bytes.ToLower(types), []byte("macroenabled")):
		return civic.Refuse(policy.FileHasMacros, "")
	case !bytes.Contains(types, []byte("wordprocessingml")):
		return civic.Refuse(policy.FileTypeUnknown, "")
	}
	return nil
}

// read reads a part; nil if there is none.
func (a archive) read(name string) ([]byte, error) {
	part := a.parts[strings.ToLower(name)]
	if part == nil {
		return nil, nil
	}
	open, err := part.Open()
	if err != nil {
		return nil, civic.Refuse(policy.FileBroken, "")
	}
	defer open.Close()
	raw, err := io.ReadAll(io.LimitReader(open, maxPart+1))
	switch {
	case len(raw) > maxPart:
		return nil, civic.Refuse(policy.FileExpands, "")
	case err != nil:
		return nil, civic.Refuse(policy.FileBroken, "")
	}
	return raw, nil
}

// node is an element of XML.
type node struct {
	name     string // without its namespace
	attrs    map[string]string
	children []*node
	text     string
}

// eachBlock reads the elements of a part, and gives those with the names whole. Elements around them are entered.
func (a archive) eachBlock(part string, names map[string]bool, give func(*node)) error {
	raw, err := a.read(part)
	if err != nil || raw == nil {
		return err
	}
	d := xml.NewDecoder(bytes.NewReader(raw))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return civic.Refuse(policy.FileBroken, "")
		}
		switch t := token.(type) {
		case xml.Directive:
			return civic.Refuse(policy.FileHasEntities, "")
		case xml.StartElement:
			if !names[t.Name.Local] {
				continue
			}
			block, err := readNode(d, t)
			if err != nil {
				return err
			}
			give(block)
		}
	}
}

// readNode reads an element to its end.
func readNode(d *xml.Decoder, start xml.StartElement) (*node, error) {
	open, count := []*node{newNode(start)}, 0
	for {
		token, err := d.Token()
		if err != nil {
			return nil, civic.Refuse(policy.FileBroken, "")
		}
		top := open[len(open)-1]
		switch t := token.(type) {
		case xml.Directive:
			return nil, civic.Refuse(policy.FileHasEntities, "")
		case xml.CharData:
			top.text += string(t)
		case xml.StartElement:
			if count++; count > maxPartNodes || len(open) > maxDepth {
				return nil, civic.Refuse(policy.FileExpands, "")
			}
			child := newNode(t)
			top.children = append(top.children, child)
			open = append(open, child)
		case xml.EndElement:
			if open = open[:len(open)-1]; len(open) == 0 {
				return top, nil
			}
		}
	}
}

func newNode(start xml.StartElement) *node {
	n := &node{name: start.Name.Local, attrs: make(map[string]string, len(start.Attr))}
	for _, a := range start.Attr {
		n.attrs[a.Name.Local] = a.Value
	}
	return n
}

// at is the first element at a path of names under the node; nil if there is none. A nil node has no elements.
func (n *node) at(path ...string) *node {
	for _, name := range path {
		if n = n.child(name); n == nil {
			return nil
		}
	}
	return n
}

func (n *node) child(name string) *node {
	if n == nil {
		return nil
	}
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// val is the attribute val of the element at a path; empty if there is none.
func (n *node) val(path ...string) string {
	if found := n.at(path...); found != nil {
		return found.attrs["val"]
	}
	return ""
}
