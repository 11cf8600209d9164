package bundle

import _ "embed"

// README explains the files and has every definition.
//
//go:embed README.md
var README string

// Check is the script that counts every number again.
//
//go:embed check.py
var Check string
