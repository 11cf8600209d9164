package exec

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// run is one operation on its way. It reads level by level: what all objects of a level ask of the database is asked together,
// and only then what stands under it.
type run struct {
	ctx      context.Context
	waiting  []*reading // what the next level has to wait for
	straight Out        // for the leaves that are read when they are written
	most     int        // how many bytes the answer may have
	full     bool       // whether it would have more: nothing more is written
}

// group is the objects of one type at one place of the answer, whatever their parents are.
type group struct {
	*selection
	objects []any
	places  []place
	columns []column
	parent  *group // nil at the root
	via     *step  // of the parent's selection
}

// place is where an object stands: under which object of the parent's group, and where in its list, -1 outside lists.
type place struct{ parent, index int32 }

// column is what one step read for all objects of a group, and the groups that it leads to.
type column struct {
	Out
	under []*group
	late  *reading // of a leaf that is read when it is written
}

// reading is a step of a group that may ask the database.
type reading struct {
	*group
	*step
	above context.Context // the operation's
	ctx   context.Context // the field's
	args  map[string]any
	load  func() error // loads what all objects need; nil where they need nothing
	apart []Out        // what each object gave, where each was read by a goroutine of its own
}

// enter reads all that a group's steps read without waiting, and puts the others among what is waited for.
func (r *run) enter(g *group) {
	g.columns = make([]column, g.width)
	for i := range g.steps {
		r.take(g, &g.steps[i])
	}
}

func (r *run) take(g *group, s *step) {
	if s.column < 0 {
		return
	}
	rd, err := r.reading(g, s)
	switch {
	case err != nil:
		rd.failAll(err)
		r.leave(rd)
	case s.Waits:
		r.waiting = append(r.waiting, rd)
	default:
		rd.readAll()
		r.leave(rd)
	}
}

// reading gives a step what its resolvers need: the field in the context, and its arguments, which are the same for all objects.
func (r *run) reading(g *group, s *step) (*reading, error) {
	rd := &reading{group: g, step: s, above: r.ctx, ctx: r.ctx}
	if s.Args == nil && !s.Waits {
		return rd, nil
	}
	field := &graphql.FieldContext{Object: g.object.Name, Field: s.CollectedField, IsMethod: true, IsResolver: s.Waits}
	rd.ctx = graphql.WithFieldContext(r.ctx, field)
	if s.Args == nil {
		return rd, nil
	}
	var err error
	rd.args, err = s.Args(rd.ctx, s.ArgumentMap(graphql.GetOperationContext(r.ctx).Variables))
	field.Args = rd.args
	return rd, err
}

// finish reads level after level until nothing is waited for.
func (r *run) finish() {
	for len(r.waiting) > 0 {
		level := r.waiting
		r.waiting = nil
		readLevel(level)
		for _, rd := range level {
			r.leave(rd)
		}
	}
}

// readLevel reads a level. A field with a prefetch is loaded for all objects at once. Where there is none, each object has a
// goroutine of its own, so that their keys meet in the loaders.
func readLevel(level []*reading) {
	var work []func()
	for _, rd := range level {
		if rd.prefetch != nil {
			rd.load = rd.prefetch(rd.ctx, rd.objects)
		}
	}
	for _, rd := range level {
		if rd.prefetch != nil || len(rd.objects) == 1 {
			work = append(work, rd.readAll)
			continue
		}
		rd.apart = make([]Out, len(rd.objects))
		for i := range rd.objects {
			work = append(work, func() { rd.read(i, &rd.apart[i]) })
		}
	}
	var all sync.WaitGroup
	for _, do := range work[1:] {
		all.Go(do)
	}
	work[0]()
	all.Wait()
}

// out is where a step's column collects what is read.
func (rd *reading) out() *Out { return &rd.columns[rd.column].Out }

// readAll reads a field of all objects, one after the other.
func (rd *reading) readAll() {
	if rd.load != nil {
		if err := rd.loadAll(); err != nil {
			rd.failAll(err)
			return
		}
	}
	if rd.late {
		rd.columns[rd.column].late = rd
		return
	}
	out := rd.out()
	out.cells = make([]cell, 0, len(rd.objects))
	for i := range rd.objects {
		rd.read(i, out)
	}
}

// loadAll loads what all objects need; a panic is its error.
func (rd *reading) loadAll() (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = rd.recovered(thrown)
		}
	}()
	return rd.load()
}

// read reads the field of one object.
func (rd *reading) read(i int, out *Out) {
	out.begin()
	defer func() {
		if thrown := recover(); thrown != nil {
			rd.fail(i, out, rd.recovered(thrown))
		}
	}()
	if err := rd.Read(rd.ctx, rd.objects[i], rd.args, out); err != nil {
		rd.fail(i, out, err)
	}
}

// recovered is the error of a panic. It has no path yet: fail knows the object.
func (rd *reading) recovered(thrown any) error {
	return graphql.GetOperationContext(rd.above).Recover(rd.above, thrown)
}

func (rd *reading) fail(i int, out *Out, err error) {
	out.fail()
	graphql.AddError(rd.group.pathOf(rd.above, i, rd.step), err)
}

// failAll lets the field of every object fail for the same reason.
func (rd *reading) failAll(err error) {
	out := rd.out()
	for i := range rd.objects {
		out.begin()
		rd.fail(i, out, err)
	}
}

// leave enters the groups of the objects that a step has led to.
func (r *run) leave(rd *reading) {
	c := &rd.columns[rd.column]
	for i := range rd.apart {
		c.take(&rd.apart[i])
	}
	if len(rd.step.under) == 0 {
		return
	}
	c.under = make([]*group, len(rd.step.under))
	room := len(c.elements) / len(c.under)
	for i, s := range rd.step.under {
		c.under[i] = &group{selection: s, parent: rd.group, via: rd.step, objects: make([]any, 0, room), places: make([]place, 0, room)}
	}
	for parent, found := range c.cells {
		if found.kind != single && found.kind != list {
			continue
		}
		for at := found.from; at < found.to; at++ {
			if e := &c.elements[at]; e.object != nil {
				e.place = c.under[rd.step.at(e.typ)].add(e.object, int32(parent), at-found.from, found.kind)
			}
		}
	}
	for _, under := range c.under {
		if len(under.objects) > 0 {
			r.enter(under)
		}
	}
}

// add puts an object into a group and tells where.
func (g *group) add(object any, parent, index int32, as kind) int32 {
	if as == single {
		index = -1
	}
	g.objects = append(g.objects, object)
	g.places = append(g.places, place{parent, index})
	return int32(len(g.objects) - 1)
}

// pathOf is a context that says where in the answer a field of an object stands.
func (g *group) pathOf(ctx context.Context, object int, s *step) context.Context {
	return graphql.WithFieldContext(g.pathTo(ctx, object), &graphql.FieldContext{Object: g.object.Name, Field: s.CollectedField})
}

// pathTo is a context that says where an object stands.
func (g *group) pathTo(ctx context.Context, object int) context.Context {
	if g.parent == nil {
		return ctx
	}
	at := g.places[object]
	ctx = g.parent.pathOf(ctx, int(at.parent), g.via)
	if at.index >= 0 {
		index := int(at.index)
		ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &index})
	}
	return ctx
}
