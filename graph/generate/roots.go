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
	Name  string
	Rooms []string
}

// Name names the plugin for gqlgen.
func (roots) Name() string { return "roots" }

// GenerateCode writes the files.
func (r roots) GenerateCode(data *codegen.Data) error {
	objects := r.resolved(data)
	byRoom := map[string][]string{}
	for _, o := range objects {
		for _, room := range o.Rooms {
			byRoom[room] = append(byRoom[room], o.Name)
		}
	}
	for room, names := range byRoom {
		err := render(data, roomPackage(room), resolversTemplate, filepath.Join("graph", room, "resolvers_gen.go"), names)
		if err != nil {
			return err
		}
	}
	return render(data, data.Config.Exec.Package, rootsTemplate, filepath.Join(data.Config.Exec.Dir(), "roots.go"), objects)
}

// resolved lists the objects with resolvers in the order of their names.
func (r roots) resolved(data *codegen.Data) (all []resolved) {
	for _, o := range data.Objects {
		rooms := map[string]bool{}
		for _, f := range o.Fields {
			if f.IsResolver && !f.IsReserved() {
				rooms[r.rooms[o.Name+"."+f.Name]] = true
			}
		}
		if len(rooms) > 0 {
			all = append(all, resolved{o.Name, slices.Sorted(maps.Keys(rooms))})
		}
	}
	return all
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
