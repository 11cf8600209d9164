package main

import (
	"fmt"
	"io"
	"reflect"
	"text/tabwriter"

	"minyi/db/local"
)

// setting describes one setting for the help.
type setting struct{ name, field, usual, help string }

// settings lists the settings from the tags of config.
func settings() []setting {
	var all []setting
	for _, f := range reflect.VisibleFields(reflect.TypeFor[config]()) {
		if name, has := f.Tag.Lookup("env"); has {
			all = append(all, setting{name: name, field: f.Name, usual: defaultOf(f.Tag), help: f.Tag.Get("help")})
		}
	}
	return all
}

// defaultOf describes the default of a setting. The default data folder depends on the user.
func defaultOf(tag reflect.StructTag) string {
	if value, has := tag.Lookup("envDefault"); has {
		return value
	}
	if value, has := tag.Lookup("usual"); has {
		return value
	}
	return local.DefaultDir()
}

// help prints the commands and the settings.
func help(to io.Writer, call string) error {
	fmt.Fprintf(to, "Minyi, a backend for public consultation.\n\n  %s            serve the API\n  %s token -h   how to make a token for trying it out\n  %s verify -h  how to check what is kept\n  %s export -h  how to take comments and survey responses away\n  %s rotate-key sign receipts and the log with a new key\n\n", call, call, call, call, call)
	fmt.Fprintf(to, "Settings, all in the environment:\n\n")
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, s := range settings() {
		fmt.Fprintf(table, "  %s\t%s\n  \t(unset: %s)\n", s.name, s.help, s.usual)
	}
	return table.Flush()
}
