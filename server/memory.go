package main

import (
	"os"
	"runtime/debug"
)

// collectSeldom lets rubbish grow to several times what is in use, which is little, before it is collected: an answer leaves
// much rubbish and nothing else. It costs some tens of megabytes. GOGC, where it is set, says otherwise.
func collectSeldom() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}
