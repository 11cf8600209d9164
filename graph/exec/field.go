package exec

import "context"

// Object says how the fields of an object type are read. All of it is generated from what gqlgen binds the schema to.
type Object struct {
	Name      string
	Satisfies []string // its own name and those of its interfaces, for the conditions of fragments
	Fields    map[string]*Field
}

// Field says how one field is read: a leaf that lies in its object by Leaf, everything else by Read.
type Field struct {
	Leaf    func(w *Writer, object any) bool // writes it; false where it is null
	Read    func(ctx context.Context, object any, args map[string]any, out *Out) error
	Args    Arguments // nil where it takes none
	Types   []int     // the object types that it may lead to; none for leaves
	Waits   bool      // whether reading it may ask the database
	NonNull bool
	Element bool // whether the elements of its list must be there
}

// Arguments reads the arguments of a field from what its operation and variables give.
type Arguments func(ctx context.Context, raw map[string]any) (map[string]any, error)

// Prefetch enqueues the keys that a field needs for all objects of a level. It returns a function that loads them in one
// statement, or nil if there are none. All fields of a level enqueue before any of them loads, so that fields with the same
// loader share a statement.
type Prefetch func(ctx context.Context, objects []any) (load func() error)

// Out takes what reading a field gives, for one object after the other.
type Out struct {
	cells    []cell
	elements []element
	leaves   Writer
	position int     // of the cell that is being filled
	straight *Writer // where leaves are written that need not be kept; nil while they are
}

// cell is what a field gave for one object: elements, or the bytes of a leaf.
type cell struct {
	kind     kind
	from, to int32
}

type kind uint8

// What a cell holds.
const (
	null kind = iota
	failed
	leaf
	single
	list
)

// element is an object that a field leads to, or null where it has none, and where it stands among those of its type.
type element struct {
	object any
	typ    int
	place  int32
}

// Leaf gives the writer for the value of a leaf.
func (o *Out) Leaf() *Writer {
	if o.straight != nil {
		return o.straight
	}
	return &o.leaves
}

// WroteLeaf ends the value of a leaf; present is false where it is null.
func (o *Out) WroteLeaf(present bool) {
	c := &o.cells[o.position]
	c.to = int32(len(o.leaves.Text))
	if present {
		c.kind = leaf
	}
}

// One gives the object of a field that leads to one.
func (o *Out) One(typ int, object any) {
	o.cells[o.position] = cell{single, int32(len(o.elements)), int32(len(o.elements)) + 1}
	o.elements = append(o.elements, element{object: object, typ: typ})
}

// Many begins a list of so many objects; each is given by Element.
func (o *Out) Many(length int) {
	o.cells[o.position] = cell{list, int32(len(o.elements)), int32(len(o.elements) + length)}
}

// Element gives one object of a list, nil for null.
func (o *Out) Element(typ int, object any) {
	o.elements = append(o.elements, element{object: object, typ: typ})
}

// begin makes room for what the next object gives. What was begun and not given is null.
func (o *Out) begin() {
	o.position = len(o.cells)
	o.cells = append(o.cells, cell{null, int32(len(o.leaves.Text)), int32(len(o.leaves.Text))})
}

// fail takes back what the object gave before its field failed.
func (o *Out) fail() { o.cells[o.position].kind = failed }

// take appends what another collected for the objects that follow.
func (o *Out) take(other *Out) {
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
