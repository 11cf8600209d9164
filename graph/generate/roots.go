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

// roots is a gqlgen plugin that writes the resolver types of each room of graph/, with the resolvers that can be generated. In the
// package of gqlgen's code it combines the types of all rooms to gqlgen's resolvers.
type roots struct{ rooms map[string]string }

// resolved is an object with fields that need a resolver, and the rooms that declare these fields.
type resolved struct {
	Name   string
	Rooms  []string
	fields map[string][]*codegen.Field // by room
}

// roomObject is an object with the fields that one room resolves.
type roomObject struct {
	Object    string
	Relations []relation
	Mutations []mutation
	fields    []*codegen.Field
}

// Name is the plugin's name in gqlgen.
func (roots) Name() string { return "roots" }

// GenerateCode writes the files.
func (r roots) GenerateCode(data *codegen.Data) error {
	objects := r.resolved(data)
	for room, of := range byRoom(objects) {
		if err := complete(data, room, of); err != nil {
			return err
		}
		if err := render(data, roomPackage(room), resolversTemplate, filepath.Join("graph", room, "resolvers_gen.go"), of); err != nil {
			return err
		}
	}
	return render(data, data.Config.Exec.Package, rootsTemplate, filepath.Join(data.Config.Exec.Dir(), "roots.go"), objects)
}

// complete finds the resolvers of a room that can be generated.
func complete(data *codegen.Data, room string, all []roomObject) error {
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

// byRoom groups the objects by room.
func byRoom(objects []resolved) map[string][]roomObject {
	rooms := map[string][]roomObject{}
	for _, o := range objects {
		for _, room := range o.Rooms {
			rooms[room] = append(rooms[room], roomObject{Object: o.Name, fields: o.fields[room]})
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
