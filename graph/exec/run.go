package exec

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// run is the execution of one operation. It reads level by level: all queries of a level are sent together,
// and then those of the next level.
type run struct {
	ctx       context.Context
	nextLevel []*reading // the fields of the next level
	scratch   Out        // for leaves that are read when they are written
	most      int        // the maximum size of the reply in bytes
	take      Take
	taken     int   // for how many bytes memory was taken
	written   int   // the number of written fields
	stopped   error // why nothing more is read or written: the reply is too large, there is no memory for it, or nobody waits for it
}

// group holds the objects of one type at one place of the reply, for all parents.
type group struct {
	*selection
	objects []any
	places  []place
	columns []column
	parent  *group // nil at the root
	via     *step  // of the parent's selection
}

// place is the position of an object: the index of its parent in the parent's group, and its index in a list (-1 outside lists).
type place struct{ parent, index int32 }

// column holds the values of one step for all objects of a group, and the groups of the child objects.
type column struct {
	Out
	under []*group
	lazy  *reading // for a leaf that is read when it is written
}

// reading is the reading of one field for all objects of a group.
type reading struct {
	*group
	*step
	above     context.Context // the operation's
	ctx       context.Context // the field's
	args      map[string]any
	load      func() error // loads the values for all objects; nil if there is nothing to load
	perObject []Out        // the value of each object, if each is read by its own goroutine
}

// readGroup reads the fields of a group that need no query, and adds the other fields to the next level.
func (r *run) readGroup(g *group) {
	g.columns = make([]column, g.width)
	for i := range g.steps {
		r.readStep(g, &g.steps[i])
	}
}

func (r *run) readStep(g *group, s *step) {
	if s.column < 0 {
		return
	}
	rd, err := r.reading(g, s)
	switch {
	case err != nil:
		rd.failAll(err)
		r.expand(rd)
	case s.MayQuery:
		r.nextLevel = append(r.nextLevel, rd)
	default:
		rd.readAll()
		r.expand(rd)
	}
}

// reading prepares what the resolvers of a step need: the field in the context, and its arguments, which are the same for all objects.
func (r *run) reading(g *group, s *step) (*reading, error) {
	rd := &reading{group: g, step: s, above: r.ctx, ctx: r.ctx}
	if s.Args == nil && !s.MayQuery {
		return rd, nil
	}
	field := &graphql.FieldContext{Object: g.object.Name, Field: s.CollectedField, IsMethod: true, IsResolver: s.MayQuery}
	rd.ctx = graphql.WithFieldContext(r.ctx, field)
	if s.Args == nil {
		return rd, nil
	}
	var err error
	rd.args, err = s.Args(rd.ctx, s.ArgumentMap(graphql.GetOperationContext(r.ctx).Variables))
	field.Args = rd.args
	return rd, err
}

// finish reads level after level until there is no next level.
func (r *run) finish() {
	for len(r.nextLevel) > 0 && !r.stops() {
		level := r.nextLevel
		r.nextLevel = nil
		readLevel(level)
		for _, rd := range level {
			r.expand(rd)
		}
	}
}

// stops tells whether nobody waits for the reply any more.
func (r *run) stops() bool {
	if r.stopped == nil {
		r.stopped = r.ctx.Err()
	}
	return r.stopped != nil
}

// readLevel reads a level. A field with a prefetch is loaded for all objects at once. Without a prefetch, each object has its
// own goroutine, so that the loaders can batch their keys.
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
		rd.perObject = make([]Out, len(rd.objects))
		for i := range rd.objects {
			work = append(work, func() { rd.read(i, &rd.perObject[i]) })
		}
	}
	var all sync.WaitGroup
	for _, do := range work[1:] {
		all.Go(do)
	}
	work[0]()
	all.Wait()
}

// out returns the column that collects the values.
func (rd *reading) out() *Out { return &rd.columns[rd.column].Out }

// readAll reads a field of all objects, one after the other.
func (rd *reading) readAll() {
	if rd.load != nil {
		if err := rd.loadAll(); err != nil {
			rd.failAll(err)
			return
		}
	}
	if rd.lazy {
		rd.columns[rd.column].lazy = rd
		return
	}
	out := rd.out()
	out.cells = make([]cell, 0, len(rd.objects))
	for i := range rd.objects {
		rd.read(i, out)
	}
}

// loadAll loads the values for all objects. It turns a panic into an error.
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

// recovered returns the error of a panic. It has no path yet: fail adds the path.
func (rd *reading) recovered(thrown any) error {
	return graphql.GetOperationContext(rd.above).Recover(rd.above, thrown)
}

func (rd *reading) fail(i int, out *Out, err error) {
	out.fail()
	graphql.AddError(rd.group.pathOf(rd.above, i, rd.step), err)
}

// failAll fails the field of every object with the same error.
func (rd *reading) failAll(err error) {
	out := rd.out()
	for i := range rd.objects {
		out.begin()
		rd.fail(i, out, err)
	}
}

// expand groups the child objects of a field by type and starts to read their fields.
func (r *run) expand(rd *reading) {
	c := &rd.columns[rd.column]
	for i := range rd.perObject {
		c.append(&rd.perObject[i])
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
			r.readGroup(under)
		}
	}
}

// add adds an object to a group and returns its index.
func (g *group) add(object any, parent, index int32, as kind) int32 {
	if as == single {
		index = -1
	}
	g.objects = append(g.objects, object)
	g.places = append(g.places, place{parent, index})
	return int32(len(g.objects) - 1)
}

// pathOf returns a context with the path of an object's field.
func (g *group) pathOf(ctx context.Context, object int, s *step) context.Context {
	return graphql.WithFieldContext(g.pathTo(ctx, object), &graphql.FieldContext{Object: g.object.Name, Field: s.CollectedField})
}

// pathTo returns a context with the path of an object.
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
