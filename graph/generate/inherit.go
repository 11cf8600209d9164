package main

import "github.com/vektah/gqlparser/v2/ast"

// inherit gives each type the fields of its interfaces that it does not declare itself. They come first, in the interface's order. The
// room of the type resolves them.
func (c *contract) inherit() {
	for _, ch := range c.chapters {
		for _, d := range ch.doc.Definitions {
			own := d.Fields
			d.Fields = nil
			for _, name := range d.Interfaces {
				if _, of := c.find(name); d.Kind == ast.Object && of != nil {
					d.Fields = append(d.Fields, c.missing(d, own, of)...)
				}
			}
			d.Fields = append(d.Fields, own...)
		}
	}
}

// missing lists the fields of an interface that a type neither declares itself nor has from another interface.
func (c *contract) missing(d *ast.Definition, own ast.FieldList, of *ast.Definition) (fields ast.FieldList) {
	for _, f := range of.Fields {
		if own.ForName(f.Name) == nil && d.Fields.ForName(f.Name) == nil {
			fields = append(fields, f)
			c.rooms[d.Name+"."+f.Name] = c.rooms[d.Name]
		}
	}
	return fields
}
