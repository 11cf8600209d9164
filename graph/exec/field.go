package exec

import "context"

// Object describes how the fields of an object type are read. It is generated from gqlgen's binding of the schema.
type Object struct {
	Name      string
	Satisfies []string // its own name and the names of its interfaces, for the conditions of fragments
	Fields    map[string]*Field
}

// Field describes how one field is read: a leaf that the object contains by Leaf, every other field by Read.
type Field struct {
	Leaf     func(w *Writer, object any) bool // writes the leaf; false if it is null
	Read     func(ctx context.Context, object any, args map[string]any, out *Out) error
	Args     Arguments // nil if it takes none
	Types    []int     // the possible object types of its value; none for leaves
	MayQuery bool      // whether reading it may query the database
	NonNull  bool
	Element  bool // whether the elements of its list are non-null
}

// Arguments reads the arguments of a field from its operation and variables.
type Arguments func(ctx context.Context, raw map[string]any) (map[string]any, error)

// Prefetch enqueues the keys that a field needs for all objects of a level. It returns a function that loads them in one
// statement, or nil if there are none. All fields of a level enqueue before any of them loads, so that fields with the same
// loader share a statement.
type Prefetch func(ctx context.Context, objects []any) (load func() error)

// Out collects the values of a field, for one object after the other.
type Out struct {
	cells    []cell
	elements []element
	leaves   Writer
	position int     // of the cell that is being filled
	direct   *Writer // where leaves are written directly; nil if they are kept
}

// cell is the value of a field for one object: elements, or the bytes of a leaf.
type cell struct {
	kind     kind
	from, to int32
}

type kind uint8

// The kinds of cells.
const (
	null kind = iota
	failed
	leaf
	single
	list
)

// element is an object in the value of a field, or null, with its index in the group of its type.
type element struct {
	object any
	typ    int
	place  int32
}

// Leaf returns the writer for the value of a leaf.
func (o *Out) Leaf() *Writer {
	if o.direct != nil {
		return o.direct
	}
	return &o.leaves
}

// WroteLeaf ends the value of a leaf. present is false if it is null.
func (o *Out) WroteLeaf(present bool) {
	c := &o.cells[o.position]
	c.to = int32(len(o.leaves.Text))
	if present {
		c.kind = leaf
	}
}

// One sets the value of a field to one object.
func (o *Out) One(typ int, object any) {
	o.cells[o.position] = cell{single, int32(len(o.elements)), int32(len(o.elements)) + 1}
	o.elements = append(o.elements, element{object: object, typ: typ})
}

// Many begins a list of so many objects. Element adds each of them.
func (o *Out) Many(length int) {
	o.cells[o.position] = cell{list, int32(len(o.elements)), int32(len(o.elements) + length)}
}

// Element adds one object to a list; nil is null.
func (o *Out) Element(typ int, object any) {
	o.elements = append(o.elements, element{object: object, typ: typ})
}

// begin starts the cell of the next object. The cell is null until a value is set.
func (o *Out) begin() {
	o.position = len(o.cells)
	o.cells = append(o.cells, cell{null, int32(len(o.leaves.Text)), int32(len(o.leaves.Text))})
}

// fail discards the value of the cell, because its field failed.
func (o *Out) fail() { o.cells[o.position].kind = failed }

// append appends the values that another Out collected for the next objects.
func (o *Out) append(other *Out) {
	for _, c := range other.cells {
		shift := int32(len(o.elements))
		if c.kind == leaf {
			shift = int32(len(o.leaves.Text))
		}
		o.cells = append(o.cells, cell{c.kind, c.from + shift, c.to + shift})
	}
	o.elements = append(o.elements, other.elements...)
	o.leaves.Text = append(o.leaves.Text, other.leaves.Text...)
}
