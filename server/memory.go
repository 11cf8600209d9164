package main

import (
	"os"
	"runtime/debug"
)

// heapBallast is an 8 MiB allocation that is never written, so it costs no resident memory. It raises the heap goal of the garbage
// collector: the server keeps only a few megabytes and leaves much garbage, and without ballast collections would run all the time.
// Where GOGC is set there is none, and the operator's setting decides.
func heapBallast() []byte {
	if os.Getenv("GOGC") != "" {
		return nil
	}
	return make([]byte, 8<<20)
}

// settle gives back at once the memory that only the start needed.
func settle() { debug.FreeOSMemory() }
