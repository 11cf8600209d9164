// Package minyi holds the contract and the script that verifies reports, so that the program can give them from any folder it runs in.
package minyi

import _ "embed"

// Schema is schema.graphql, the whole API in GraphQL's schema language.
//
//go:embed schema.graphql
var Schema string

// Verify is docs/verify.py, which checks what the server signed.
//
//go:embed docs/verify.py
var Verify string
