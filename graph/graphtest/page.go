package graphtest

import "embed"

// pages are the requests of a frontend, one for each page that people see.
//
//go:embed pages
var pages embed.FS

// Page returns the request of a frontend's page by its name.
func Page(name string) string {
	document, err := pages.ReadFile("pages/" + name + ".graphql")
	if err != nil {
		panic(err)
	}
	return string(document)
}
