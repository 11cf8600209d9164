package exec

import "github.com/99designs/gqlgen/graphql"

// object writes an object of a group. If a non-null field is null, it writes null and returns false.
func (r *run) object(w *Writer, g *group, at int) bool {
	begun := len(w.Text)
	w.Text = append(w.Text, '{')
	for i := range g.steps {
		s := &g.steps[i]
		if r.enough(w) {
			return w.Null()
		}
		if i > 0 {
			w.Text = append(w.Text, ',')
		}
		w.Text = append(w.Text, s.name...)
		if !r.value(w, g, at, s) && s.required() {
			w.Text = w.Text[:begun]
			return w.Null()
		}
	}
	w.Text = append(w.Text, '}')
	return true
}

// takeEvery is after how many bytes memory is taken for them.
const takeEvery = 4 << 10

// lookEvery is after how many fields it is asked whether anybody waits for the reply.
const lookEvery = 64

// enough tells whether nothing more is to be written.
func (r *run) enough(w *Writer) bool {
	if r.stopped == nil && len(w.Text) > r.most {
		r.stopped = ErrTooLarge
	}
	if more := len(w.Text) - r.taken; r.stopped == nil && more >= takeEvery {
		r.taken = len(w.Text)
		r.stopped = r.take(r.ctx, more)
	}
	w.reserve(r.most)
	r.written++
	return r.stopped != nil || r.written%lookEvery == 0 && r.stops()
}

// required tells whether the object is null if the field is null.
func (s *step) required() bool { return s.Field != nil && s.NonNull }

// value writes the value of an object's field.
func (r *run) value(w *Writer, g *group, at int, s *step) bool {
	switch {
	case s.Field == nil:
		return w.String(g.object.Name)
	case s.column >= 0:
		return r.kept(w, g, at, s)
	}
	return r.leaf(w, g, at, s)
}

// leaf writes a leaf that the object contains. A leaf that panics is null, with an error at its path.
func (r *run) leaf(w *Writer, g *group, at int, s *step) (present bool) {
	begun := len(w.Text)
	defer func() {
		if thrown := recover(); thrown != nil {
			w.Text = w.Text[:begun]
			graphql.AddError(g.pathOf(r.ctx, at, s), graphql.GetOperationContext(r.ctx).Recover(r.ctx, thrown))
			present = w.Null()
		}
	}()
	present = s.Leaf(w, g.objects[at])
	if !present && s.NonNull {
		r.missing(g, at, s, -1)
	}
	return present
}

// kept writes a value from a column.
func (r *run) kept(w *Writer, g *group, at int, s *step) bool {
	c := &g.columns[s.column]
	if c.lazy != nil {
		return r.lazyLeaf(w, c.lazy, at)
	}
	switch found := c.cells[at]; found.kind {
	case leaf:
		_, _ = w.Write(c.leaves.Text[found.from:found.to])
		return true
	case single:
		return r.element(w, c, s, c.elements[found.from])
	case list:
		return w.List(int(found.to-found.from), s.Element, func(i int) bool {
			e := c.elements[int(found.from)+i]
			if e.object == nil && s.Element {
				r.missing(g, at, s, i)
			}
			return r.element(w, c, s, e)
		})
	case null:
		if s.NonNull {
			r.missing(g, at, s, -1)
		}
	}
	return w.Null()
}

// lazyLeaf reads a leaf and writes it directly into the reply.
func (r *run) lazyLeaf(w *Writer, rd *reading, at int) bool {
	begun := len(w.Text)
	r.scratch.cells, r.scratch.direct = r.scratch.cells[:0], w
	rd.read(at, &r.scratch)
	switch r.scratch.cells[0].kind {
	case leaf:
		return true
	case null:
		if rd.step.NonNull {
			r.missing(rd.group, at, rd.step, -1)
		}
	}
	w.Text = w.Text[:begun]
	return w.Null()
}

// element writes an object in the value of a field.
func (r *run) element(w *Writer, c *column, s *step, e element) bool {
	if e.object == nil {
		return w.Null()
	}
	return r.object(w, c.under[s.at(e.typ)], int(e.place))
}

// missing adds the error of a null in a non-null place. index is the index in a list, or -1 outside lists.
func (r *run) missing(g *group, at int, s *step, index int) {
	ctx := g.pathOf(r.ctx, at, s)
	if index >= 0 {
		ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &index})
	}
	graphql.AddErrorf(ctx, "must not be null")
}
