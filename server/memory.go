package main

import (
	"os"
	"runtime/debug"
)

// collectSeldom lets rubbish grow to twice what is in use, which is little, before it is collected: an answer leaves
// much rubbish and nothing else. It costs some tens of megabytes. GOGC, where it is set, says otherwise.
func collectSeldom() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}

// settle gives back at once what the start took and nobody needs any more.
func settle() { debug.FreeOSMemory() }
