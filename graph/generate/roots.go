package main

import (
	_ "embed"
	"maps"
	"path/filepath"
	"slices"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/templates"
)

//go:embed roots.gotpl
var rootsTemplate string

//go:embed resolvers.gotpl
var resolversTemplate string

// roots is a plugin of gqlgen that writes which subject resolves which fields: in each room of graph/ the types that the room's
// resolvers are methods of, and in the package of the generated code how they make up gqlgen's resolvers.
type roots struct{ rooms map[string]string }

// resolved is an object with fields that need a resolver, and the rooms that declare these fields.
type resolved struct {
	Name   string
	Rooms  []string
	fields map[string][]*codegen.Field // by room
}

// own is what one room resolves of an object.
type own struct {
	Object    string
	Relations []relation
	Mutations []mutation
	fields    []*codegen.Field
}

// Name names the plugin for gqlgen.
func (roots) Name() string { return "roots" }

// GenerateCode writes the files.
func (r roots) GenerateCode(data *codegen.Data) error {
	objects := r.resolved(data)
	for room, own := range byRoom(objects) {
		if err := complete(data, room, own); err != nil {
			return err
		}
		if err := render(data, roomPackage(room), resolversTemplate, filepath.Join("graph", room, "resolvers_gen.go"), own); err != nil {
			return err
		}
	}
	return render(data, data.Config.Exec.Package, rootsTemplate, filepath.Join(data.Config.Exec.Dir(), "roots.go"), objects)
}

// complete finds the resolvers of a room that can be generated.
func complete(data *codegen.Data, room string, all []own) error {
	code, err := readFolder(filepath.Join("graph", room))
	if err != nil {
		return err
	}
	db, err := readFolder(filepath.Join("db", room))
	for i, of := range all {
		if of.Object == "Mutation" && err == nil {
			all[i].Mutations, err = mutations(data, room, code, db, of.fields)
		}
		all[i].Relations = code.relations(of.fields)
	}
	return err
}

// resolved lists the objects with resolvers in the order of their names.
func (r roots) resolved(data *codegen.Data) (all []resolved) {
	for _, o := range data.Objects {
		fields := map[string][]*codegen.Field{}
		for _, f := range o.Fields {
			if f.IsResolver && !f.IsReserved() {
				room := r.rooms[o.Name+"."+f.Name]
				fields[room] = append(fields[room], f)
			}
		}
		if len(fields) > 0 {
			all = append(all, resolved{Name: o.Name, Rooms: slices.Sorted(maps.Keys(fields)), fields: fields})
		}
	}
	return all
}

// byRoom lists what each room resolves.
func byRoom(objects []resolved) map[string][]own {
	rooms := map[string][]own{}
	for _, o := range objects {
		for _, room := range o.Rooms {
			rooms[room] = append(rooms[room], own{Object: o.Name, fields: o.fields[room]})
		}
	}
	return rooms
}

// roomPackage is the name of the package in a folder of graph/. The suffix keeps it apart from the package of the domain, which the folder imports.
func roomPackage(room string) string { return room + "graph" }

func render(data *codegen.Data, pkg, template, file string, of any) error {
	return templates.Render(templates.Options{
		PackageName:     pkg,
		Template:        template,
		Filename:        file,
		GeneratedHeader: true,
		Data:            of,
		Packages:        data.Config.Packages,
		Funcs:           map[string]any{"package": roomPackage},
	})
}
